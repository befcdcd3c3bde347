// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.acquire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skerry.api.ChunkId;
import org.skerry.content.internal.FormatSample;
import org.skerry.content.internal.disk.LaterVersionException;
import org.skerry.content.internal.disk.StateFile;
import org.skerry.content.internal.share.Fetched;
import org.skerry.spi.content.AcquireRequest;

class FetchStateTest {

    @TempDir
    Path dir;

    private AcquireRequest request() {
        ChunkId root = ChunkId.ofChunk(ByteBuffer.wrap(new byte[] {'r'}));
        return new AcquireRequest(root, Optional.empty(), Optional.of(Path.of("/out/films")), Path.of("/out"));
    }

    private FetchState open() throws Exception {
        return FetchState.open(
                dir.resolve("fetches"), new Fetched(dir.resolve("fetched"), new SecureRandom()), request());
    }

    private Path target() {
        return dir.resolve("fetches").resolve(FetchState.id(request())).resolve("target");
    }

    @Test
    void readsTheTargetOfVersion1() throws Exception {
        byte[] sample = FormatSample.of("target.v1.hex");
        Path read = StateFile.decode("it", sample, map -> FetchState.decodeTarget(map, FileSystems.getDefault()));
        assertThat(read).isEqualTo(Path.of("/out/films"));
        assertThat(FetchState.encodeTarget(Path.of("/out/films"))).isEqualTo(FormatSample.of("target.v2.hex"));
        FetchState state = open();
        Files.write(target(), sample);
        assertThat(state.isOurs(Path.of("/out/films"))).isTrue();
        assertThat(state.isOurs(Path.of("/out/elsewhere"))).isFalse();
    }

    @Test
    void leavesTheTargetOfALaterVersionAsItIs() throws Exception {
        FetchState state = open();
        byte[] later = FormatSample.later("target.v2.hex");
        Files.write(target(), later);
        assertThatThrownBy(() -> state.begin(Path.of("/out/films")))
                .isInstanceOf(LaterVersionException.class)
                .hasMessage(target() + " has format version 3; this node reads 2");
        FetchState.dropOrphans(dir.resolve("fetches"), Instant.now());
        assertThat(target()).hasBinaryContent(later);
    }

    @Test
    void takesADamagedTargetForNoneAndWritesItAnew() throws Exception {
        FetchState state = open();
        Files.write(target(), new byte[] {'/', 0, 'x'});
        assertThat(state.isOurs(Path.of("/out/films"))).isFalse();
        state.begin(Path.of("/out/films"));
        assertThat(state.isOurs(Path.of("/out/films"))).isTrue();
    }

    @Test
    void dropsWhatWasNotUsedForLongThoughItsTargetIsDamaged() throws Exception {
        FetchState state = open();
        Files.write(target(), new byte[] {'/', 0, 'x'});
        state.openPages().close();
        Path folder = target().getParent();
        Instant later = Instant.now().plus(Duration.ofDays(31));
        Files.setLastModifiedTime(folder.resolve("pages"), FileTime.from(later.minus(Duration.ofDays(29))));
        FetchState.dropOrphans(dir.resolve("fetches"), later);
        assertThat(folder).as("pages were added of late").exists();
        FetchState.dropOrphans(dir.resolve("fetches"), later.plus(Duration.ofDays(2)));
        assertThat(folder).doesNotExist();
    }
}
