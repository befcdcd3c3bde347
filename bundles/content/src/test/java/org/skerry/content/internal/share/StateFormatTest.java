// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.skerry.api.ChunkId;
import org.skerry.api.Manifest;
import org.skerry.api.Secret;
import org.skerry.base.cbor.CborMap;
import org.skerry.base.cbor.MalformedCborException;
import org.skerry.content.internal.FormatSample;
import org.skerry.content.internal.disk.DamagedException;
import org.skerry.content.internal.disk.LaterVersionException;
import org.skerry.content.internal.disk.PageFile;
import org.skerry.content.internal.disk.StateFile;

/** What earlier versions wrote has to be read for as long as there may be such files. */
class StateFormatTest {

    @TempDir
    Path dir;

    private final Secret secret = Secret.of(bytes(32));

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    private static <T> T read(String name, StateFile.Format<T> format) throws IOException {
        return StateFile.decode("it", FormatSample.of(name), format);
    }

    private static ShareSummary summary(CborMap map) throws MalformedCborException {
        return ShareSummary.decode(map, FileSystems.getDefault());
    }

    private static ChunkId idOf(String text) {
        return ChunkId.ofChunk(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void readsTheSummaryOfVersion1() throws Exception {
        assertThat(read("summary.v1.hex", StateFormatTest::summary))
                .isEqualTo(new ShareSummary(
                        new Manifest(idOf("root"), 1, 78, 9012),
                        List.of(Path.of("/shared/one"), Path.of("/shared/two")),
                        false,
                        12,
                        3456));
    }

    /** Nothing but the version and the check sum is new. */
    @ParameterizedTest
    @ValueSource(strings = {"summary", "averages", "secret", "paths", "target"})
    void readsInVersion2WhatStoodInVersion1(String name) throws Exception {
        CborMap before = read(name + ".v1.hex", map -> map);
        CborMap now = read(name + ".v2.hex", map -> map);
        assertThat(before.keys()).allSatisfy(key -> {
            if (key != 0) {
                assertThat(now.get(key)).isEqualTo(before.get(key));
            }
        });
        assertThat(now.keys()).hasSize(before.keys().size() + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"summary", "averages", "secret", "paths", "target"})
    void takesNoFileForWholeInWhichABitHasFlipped(String name) throws Exception {
        byte[] sample = FormatSample.of(name + ".v2.hex");
        for (int bit = 0; bit < 8 * sample.length; bit++) {
            byte[] damaged = sample.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> StateFile.decode("it", damaged, map -> true))
                    .as("bit %d", bit)
                    .isInstanceOfAny(DamagedException.class, LaterVersionException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"summary", "averages", "secret", "paths", "target"})
    void refusesALaterVersionInOneLine(String name) throws Exception {
        byte[] later = FormatSample.later(name + ".v2.hex");
        Path file = Files.write(dir.resolve(name), later);
        assertThatThrownBy(() -> StateFile.required(file, map -> true))
                .isInstanceOf(LaterVersionException.class)
                .hasMessage(file + " has format version 3; this node reads 2");
    }

    @Test
    void doesNotReplaceAShareOfALaterVersion() throws Exception {
        ShareSummary same = read("summary.v1.hex", StateFormatTest::summary);
        byte[] later = FormatSample.later("summary.v2.hex");
        ShareStore store = new ShareStore(dir.resolve("shares"), new SecureRandom());
        Path version = Files.createDirectories(
                dir.resolve("shares/some paths").resolve(same.manifest().root().toString()));
        Files.write(version.resolve("summary"), later);
        Path built = store.begin("some paths");
        Files.createFile(built.resolve("pages"));
        Files.createFile(built.resolve("maps.mv"));
        assertThatThrownBy(() -> store.finish("some paths", built, same, Secret.of(new byte[32])))
                .isInstanceOf(IOException.class)
                .hasMessage(version.resolve("summary") + " has format version 3; this node reads 2");
        assertThat(version.resolve("summary")).hasBinaryContent(later);
    }

    @Test
    void readsTheAveragesOfVersion1() throws Exception {
        Averages averages = read("averages.v1.hex", Averages::decode);
        assertThat(averages.of("big", 3L << 30)).as("had 600 MB").isEqualTo(65_536);
        assertThat(averages.of("bigger", 1L << 30)).as("had 3 GB").isEqualTo(65_536);
        assertThat(averages.of("bigger", 1L << 20)).as("is much smaller now").isEqualTo(32_768);
    }

    @Test
    void readsTheSecretOfVersion1() throws Exception {
        assertThat(read("secret.v1.hex", SecretFormat::decode)).isEqualTo(secret);
    }

    @Test
    void takesNoSecretForAnotherOneInWhichABitHasFlipped() throws Exception {
        for (int at = 5; at < 43; at++) {
            byte[] damaged = FormatSample.of("secret.v1.hex");
            damaged[at] ^= 0x10;
            assertThatThrownBy(() -> StateFile.decode("it", damaged, SecretFormat::decode))
                    .as("byte " + at)
                    .hasMessageStartingWith("it cannot be read: ");
        }
    }

    @Test
    void readsThePathsOfVersion1() throws Exception {
        List<Path> paths = read("paths.v1.hex", map -> PathsFormat.decode(map, FileSystems.getDefault()));
        assertThat(paths).containsExactly(Path.of("/shared/one"), Path.of("/shared/two"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"averages", "secret"})
    void doesNotReplaceWhatALaterVersionKeptForTheNextShare(String name) throws Exception {
        byte[] later = FormatSample.later(name + ".v2.hex");
        Files.write(dir.resolve(name), later);
        KeptForNext kept = new KeptForNext(dir);
        assertThatThrownBy(() -> kept.write(secret, new Averages(Map.of())))
                .isInstanceOf(LaterVersionException.class)
                .hasMessageStartingWith(dir.resolve(name) + " has format version 3");
        assertThat(dir.resolve(name)).hasBinaryContent(later);
    }

    @Test
    void readsThePagesOfVersion1() throws Exception {
        Path path = Files.write(dir.resolve("pages"), FormatSample.of("pages.v1.hex"));
        try (PageFile pages = new PageFile(path)) {
            assertThat(pages.size()).isEqualTo(1);
            assertThat(pages.page(idOf("a page of a manifest"))).isPresent();
            assertThat(pages.damaged()).isEmpty();
            assertThat(pages.isHeaded()).isTrue();
        }
    }
}
