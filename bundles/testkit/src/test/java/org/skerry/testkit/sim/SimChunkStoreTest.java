// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.skerry.testkit.store.Chunk;

/** What can befall the disk of a simulated store. */
class SimChunkStoreTest {

    private final Simulation simulation = new Simulation(1);
    private final SimChunkStore.Disk disk = new SimChunkStore.Disk();
    private final SimChunkStore store = new SimChunkStore(simulation.host("here"), disk);
    private final Chunk chunk = Chunk.random(new Random(1), 1000);

    private <T> T done(CompletionStage<T> asked) {
        CompletableFuture<T> it = asked.toCompletableFuture();
        simulation.await(it::isDone, Duration.ofSeconds(1));
        return it.join();
    }

    private String failure(CompletionStage<?> asked) {
        try {
            done(asked);
            return "none";
        } catch (CompletionException e) {
            return e.getCause().getMessage();
        }
    }

    private Optional<ByteBuffer> get() {
        return done(store.get(chunk.id()));
    }

    @Test
    void isFullUntilThereIsRoom() {
        disk.room(999);
        assertThat(failure(store.put(chunk.id(), chunk.buffer()))).isEqualTo("No space left on device");
        assertThat(get()).isEmpty();
        disk.room(1000);
        done(store.put(chunk.id(), chunk.buffer()));
        assertThat(get()).contains(chunk.buffer());
        assertThat(disk.used()).isEqualTo(1000);
    }

    @Test
    void failsAsLongAsItIsTold() {
        done(store.put(chunk.id(), chunk.buffer()));
        disk.trouble(() -> true);
        assertThat(failure(store.get(chunk.id()))).isEqualTo("Input/output error");
        assertThat(failure(store.put(chunk.id(), chunk.buffer()))).isEqualTo("Input/output error");
        disk.trouble(() -> false);
        assertThat(get()).contains(chunk.buffer());
    }

    @Test
    void losesOrTearsWhatWasPutLately() {
        Set<String> left = new TreeSet<>();
        for (int seed = 0; seed < 30; seed++) {
            done(store.put(chunk.id(), chunk.buffer()));
            disk.losePower(simulation.nanoTime(), new Random(seed));
            boolean named = done(store.has(java.util.List.of(chunk.id()))).get(0);
            Optional<ByteBuffer> read = get();
            left.add(read.isPresent() ? "whole" : named ? "torn" : "lost");
            assertThat(read.orElse(chunk.buffer())).isEqualTo(chunk.buffer());
            assertThat(disk.used()).isEqualTo(read.isPresent() ? 1000 : 0);
            done(store.remove(chunk.id()));
        }
        assertThat(left).containsExactly("lost", "torn", "whole");
    }

    @Test
    void keepsWhatHasBeenThereForLong() {
        done(store.put(chunk.id(), chunk.buffer()));
        simulation.advance(Duration.ofSeconds(31));
        for (int seed = 0; seed < 10; seed++) {
            disk.losePower(simulation.nanoTime(), new Random(seed));
            assertThat(get()).contains(chunk.buffer());
        }
    }
}
