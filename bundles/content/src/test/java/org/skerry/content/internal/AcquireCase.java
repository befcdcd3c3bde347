// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.skerry.api.TransferResult;
import org.skerry.api.TransferResult.Cause;
import org.skerry.spi.content.AcquireRequest;
import org.skerry.spi.content.ShareRequest;
import org.skerry.spi.content.SharedContent;

/** A sender, a receiver, and a folder that goes from one to the other. */
abstract class AcquireCase {

    @TempDir
    Path dir;

    LocalContents sender;
    LocalContents receiver;
    Path folder;
    Path out;

    @BeforeEach
    void open() throws Exception {
        sender = LocalContents.open(dir.resolve("state a"));
        receiver = LocalContents.open(dir.resolve("state b"));
        folder = Files.createDirectories(dir.resolve("in"));
        out = dir.resolve("out");
    }

    @AfterEach
    void close() {
        sender.close();
        receiver.close();
    }

    SharedContent share(Path... paths) throws Exception {
        return sender.share(new ShareRequest(List.of(paths), false), progress -> {})
                .toCompletableFuture()
                .get();
    }

    SharedContent mixed() throws Exception {
        Trees.write(folder.resolve("big"), 4 << 20, 1);
        Trees.write(folder.resolve("bigger"), 6 << 20, 2);
        Files.createDirectories(folder.resolve("sub/sub"));
        for (int i = 0; i < 150; i++) {
            Trees.write(folder.resolve("sub/small " + i), 5000 + i, i);
        }
        Files.createSymbolicLink(folder.resolve("sub/sub/link"), Path.of("../../big"));
        return share(folder);
    }

    AcquireRequest into(SharedContent shared, Path target) {
        return new AcquireRequest(shared.link().root(), shared.link().secret(), Optional.of(target), dir);
    }

    void restart() throws Exception {
        receiver.close();
        receiver = LocalContents.open(dir.resolve("state b"));
    }

    Ferry fetch(SharedContent shared, Path target) {
        return Ferry.between(shared, receiver, into(shared, target));
    }

    void assertFailed(Ferry ferry, Cause cause, String part) throws Exception {
        TransferResult result = ferry.result();
        assertThat(result).isInstanceOf(TransferResult.Failed.class);
        TransferResult.Failed failed = (TransferResult.Failed) result;
        assertThat(failed.cause()).as(failed.message()).isEqualTo(cause);
        assertThat(failed.message()).contains(part).doesNotContain("\n");
    }
}
