// SPDX-License-Identifier: Apache-2.0
package org.skerry.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.skerry.api.ContentLink;
import org.skerry.api.Transfer;
import org.skerry.api.TransferResult;

/** Two nodes, one content. */
class TwoNodesTest {

    @Test
    void oneFetchesWhatTheOtherShares() throws Exception {
        String first = run(1);
        assertThat(run(1)).isEqualTo(first);
        assertThat(run(2)).isNotEqualTo(first);
    }

    private static String run(long seed) throws Exception {
        try (SimWorld world = new SimWorld(seed)) {
            SimNode a = world.node("a");
            SimNode b = world.node("b");
            Path folder = Files.createDirectories(a.folder("shared"));
            byte[] content = new byte[1_000_000];
            new Random(seed).nextBytes(content);
            Files.write(folder.resolve("file"), content);
            ContentLink link = a.share(folder);
            Transfer transfer = b.fetch(link, "got");
            assertThat(world.await(() -> transfer.ended().toCompletableFuture().isDone(), Duration.ofMinutes(5)))
                    .as(() -> transfer.status() + "\n"
                            + String.join("\n", world.simulation().lines()))
                    .isTrue();
            assertThat(transfer.ended().toCompletableFuture().join()).isInstanceOf(TransferResult.Complete.class);
            assertThat(Files.readAllBytes(b.folder("got").resolve("file"))).isEqualTo(content);
            world.close();
            world.advance(Duration.ofMinutes(2));
            assertThat(world.simulation().pending()).isZero();
            return world.simulation().traceHash();
        }
    }
}
