// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skerry.api.ChunkId;
import org.skerry.api.Manifest;
import org.skerry.api.Secret;
import org.skerry.base.cbor.MalformedCborException;
import org.skerry.content.internal.disk.PageFile;

/** What earlier versions wrote has to be read for as long as there may be such files. */
class StateFormatTest {

    @TempDir
    Path dir;

    private static byte[] sample(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(StateFormatTest.class.getResourceAsStream("/formats/" + name))) {
            String hex = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
        }
    }

    private static ChunkId idOf(String text) {
        return ChunkId.ofChunk(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void readsTheSummaryOfVersion1() throws Exception {
        assertThat(ShareSummary.decode(sample("summary.v1.hex"), FileSystems.getDefault()))
                .isEqualTo(new ShareSummary(
                        new Manifest(idOf("root"), 1, 78, 9012),
                        List.of(Path.of("/shared/one"), Path.of("/shared/two")),
                        false,
                        12,
                        3456));
    }

    @Test
    void refusesASummaryOfALaterVersionInOneLine() throws Exception {
        byte[] later = sample("summary.v1.hex");
        later[2] = 2;
        assertThatThrownBy(() -> ShareSummary.decode(later, FileSystems.getDefault()))
                .isInstanceOf(MalformedCborException.class)
                .hasMessage("it has format version 2; this node reads 1");
    }

    @Test
    void doesNotReplaceAShareOfALaterVersion() throws Exception {
        byte[] later = sample("summary.v1.hex");
        ShareSummary same = ShareSummary.decode(later, FileSystems.getDefault());
        later[2] = 2;
        ShareStore store = new ShareStore(dir.resolve("shares"), new SecureRandom());
        Path version = Files.createDirectories(
                dir.resolve("shares/some paths").resolve(same.manifest().root().toString()));
        Files.write(version.resolve("summary"), later);
        Path built = store.begin("some paths");
        Files.createFile(built.resolve("pages"));
        Files.createFile(built.resolve("maps.mv"));
        assertThatThrownBy(() -> store.finish("some paths", built, same, Secret.of(new byte[32])))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("later version of the node: it has format version 2; this node reads 1");
        assertThat(version.resolve("summary")).hasBinaryContent(later);
    }

    @Test
    void readsTheAveragesOfVersion1() throws Exception {
        Averages averages = Averages.decode(sample("averages.v1.hex"));
        assertThat(averages.of("big", 3L << 30)).as("had 600 MB").isEqualTo(65_536);
        assertThat(averages.of("bigger", 1L << 30)).as("had 3 GB").isEqualTo(65_536);
    }

    @Test
    void readsThePagesOfVersion1() throws Exception {
        Path path = Files.write(dir.resolve("pages"), sample("pages.v1.hex"));
        try (PageFile pages = new PageFile(path)) {
            assertThat(pages.size()).isEqualTo(1);
            assertThat(pages.page(idOf("a page of a manifest"))).isPresent();
            assertThat(pages.damaged()).isEmpty();
        }
    }
}
