// SPDX-License-Identifier: Apache-2.0
package org.skerry.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.skerry.api.ContentLink;
import org.skerry.api.Transfer;
import org.skerry.api.TransferResult;
import org.skerry.testkit.sim.Conditions;

/** The example of the README, word by word. */
class ExampleTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 42})
    void aFetchGoesOnAfterALossOfPower(long seed) throws Exception {
        try (SimWorld world = new SimWorld(seed)) {
            SimNode a = world.node("a");
            SimNode b = world.node("b");
            Files.write(Files.createDirectories(a.folder("shared")).resolve("file"), new byte[100_000]);
            ContentLink link = a.share(a.folder("shared"));
            b.fetch(link, "got");
            world.network().conditions(Conditions.BAD);
            world.advance(Duration.ofMillis(300));
            b.losePower(); // whatever it was doing; crash() would be kill -9
            a.replace(SimNode.Part.TRANSPORT);
            b.start();
            // It reads its journal first, so the transfer is not there at once.
            assertThat(world.await(() -> result(b, link).isPresent(), Duration.ofMinutes(5)))
                    .isTrue();
            assertThat(result(b, link).orElseThrow()).isInstanceOf(TransferResult.Complete.class);
            assertThat(b.folder("got").resolve("file")).hasBinaryContent(new byte[100_000]);
        }
    }

    private static Optional<TransferResult> result(SimNode node, ContentLink link) {
        return node.transfer(link)
                .map(Transfer::ended)
                .map(CompletionStage::toCompletableFuture)
                .map(it -> it.getNow(null));
    }

    private static String trace(long seed) throws Exception {
        try (SimWorld world = new SimWorld(seed)) {
            SimNode a = world.node("a");
            Files.write(Files.createDirectories(a.folder("shared")).resolve("file"), new byte[50_000]);
            world.node("b").fetch(a.share(a.folder("shared")), "got");
            world.advance(Duration.ofSeconds(1));
            return String.valueOf(world.simulation().traceHash());
        }
    }

    @Test
    void theSameSeedIsTheSameRun() throws Exception {
        assertThat(trace(7)).isEqualTo(trace(7)).isNotEqualTo(trace(8));
    }
}
