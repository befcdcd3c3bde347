// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skerry.api.IndexProgress;
import org.skerry.api.TransferResult;
import org.skerry.spi.content.AcquireRequest;
import org.skerry.spi.content.ShareRequest;
import org.skerry.spi.content.SharedContent;

class RoundTripTest {

    @TempDir
    Path dir;

    private LocalContents sender;
    private LocalContents receiver;

    @BeforeEach
    void open() throws Exception {
        sender = LocalContents.open(dir.resolve("state a"));
        receiver = LocalContents.open(dir.resolve("state b"));
    }

    @AfterEach
    void close() {
        sender.close();
        receiver.close();
    }

    private SharedContent share(Path... paths) throws Exception {
        return sender.share(new ShareRequest(List.of(paths), false), progress -> {})
                .toCompletableFuture()
                .get();
    }

    private AcquireRequest into(SharedContent shared, Path folder) {
        return new AcquireRequest(shared.link().root(), shared.link().secret(), Optional.of(folder), dir);
    }

    private AcquireRequest below(SharedContent shared, Path parent) {
        return new AcquireRequest(shared.link().root(), shared.link().secret(), Optional.empty(), parent);
    }

    @Test
    void writesAFolderOutAsItWas() throws Exception {
        Path folder = Trees.tricky(dir.resolve("in"));
        List<IndexProgress> progress = new ArrayList<>();
        SharedContent shared = sender.share(new ShareRequest(List.of(folder), false), progress::add)
                .toCompletableFuture()
                .get();
        Path out = dir.resolve("out");
        try (Ferry ferry = Ferry.between(shared, receiver, into(shared, out))) {
            assertThat(ferry.result()).isEqualTo(new TransferResult.Complete(Optional.of(out)));
            assertThat(Trees.differences(folder, out)).isEmpty();
            assertThat(ferry.acquisition().progress().chunksDone())
                    .isEqualTo(shared.manifest().chunks());
            assertThat(ferry.acquisition().progress().bytesDone())
                    .isEqualTo(shared.manifest().storedBytes());
        }
        IndexProgress last = progress.get(progress.size() - 1);
        assertThat(last.files()).isEqualTo(shared.files()).isEqualTo(last.totalFiles());
        assertThat(last.bytes()).isEqualTo(shared.fileBytes()).isEqualTo(last.totalBytes());
    }

    @Test
    void writesASingleFileUnderItsName() throws Exception {
        Path file = Trees.write(dir.resolve("some file"), 100_000, 1);
        SharedContent shared = share(file);
        Path parent = Files.createDirectory(dir.resolve("parent"));
        try (Ferry ferry = Ferry.between(shared, receiver, below(shared, parent))) {
            assertThat(ferry.result()).isEqualTo(new TransferResult.Complete(Optional.of(parent.resolve("some file"))));
        }
        assertThat(parent.resolve("some file/some file")).hasSameBinaryContentAs(file);
    }

    @Test
    void writesAnEmptyFolderOut() throws Exception {
        Path folder = Files.createDirectory(dir.resolve("nothing"));
        SharedContent shared = share(folder);
        Path out = dir.resolve("out");
        try (Ferry ferry = Ferry.between(shared, receiver, into(shared, out))) {
            assertThat(ferry.result()).isInstanceOf(TransferResult.Complete.class);
        }
        assertThat(Trees.differences(folder, out)).isEmpty();
        assertThat(out).isEmptyDirectory();
    }
}
