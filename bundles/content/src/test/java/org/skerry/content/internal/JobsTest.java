// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.skerry.api.TransferResult;
import org.skerry.content.internal.disk.DiskRules;
import org.skerry.content.internal.work.Settings;
import org.skerry.spi.content.ShareRequest;
import org.skerry.spi.content.SharedContent;

/** A node with one job at a time of each kind. */
class JobsTest extends AcquireCase {

    private final CountDownLatch release = new CountDownLatch(1);

    private void oneJob(DiskRules.Probe probe) throws Exception {
        receiver.close();
        Path state = dir.resolve("state b");
        receiver = new LocalContents(state, new Settings(2, 1, 32, 30, 4, true), state, probe);
    }

    private void await() {
        try {
            assertThat(release.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private CompletionStage<SharedContent> shareHere(Runnable meanwhile) throws Exception {
        Path own = Files.createDirectories(dir.resolve("own"));
        Trees.write(own.resolve("file"), 100_000, 1);
        return receiver.share(new ShareRequest(List.of(own), false), progress -> meanwhile.run());
    }

    @Test
    void fetchesWhileAShareIsReadIn() throws Exception {
        SharedContent shared = mixed();
        oneJob(DiskRules::probe);
        CompletionStage<SharedContent> slow = shareHere(this::await);
        try (Ferry ferry = fetch(shared, out)) {
            assertThat(ferry.result()).isInstanceOf(TransferResult.Complete.class);
            assertThat(slow.toCompletableFuture()).isNotDone();
        } finally {
            release.countDown();
        }
        slow.toCompletableFuture().get();
    }

    @Test
    void readsAShareInAndOpensOneAgainWhileAFetchIsPlanned() throws Exception {
        SharedContent shared = mixed();
        oneJob(folder -> {
            await();
            return DiskRules.probe(folder);
        });
        try (Ferry ferry = fetch(shared, out)) {
            SharedContent own = shareHere(() -> {}).toCompletableFuture().get(60, TimeUnit.SECONDS);
            assertThat(receiver.reopen(own.link().root()).toCompletableFuture().get(60, TimeUnit.SECONDS))
                    .isPresent();
            assertThat(ferry.hasEnded()).isFalse();
            release.countDown();
            assertThat(ferry.result()).isInstanceOf(TransferResult.Complete.class);
        }
    }
}
