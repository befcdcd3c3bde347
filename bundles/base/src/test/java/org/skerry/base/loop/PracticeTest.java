// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class PracticeTest {

    private final ArrayDeque<Runnable> paused = new ArrayDeque<>();
    private final AtomicInteger rounds = new AtomicInteger();

    @Test
    void endsWhenNoMoreIsNeeded() {
        new Practice(() -> rounds.incrementAndGet() < 5, (pause, slice) -> paused.add(slice))
                .begin(Duration.ofMinutes(1));

        assertThat(rounds).hasValue(5);
        assertThat(paused).isEmpty();
    }

    @Test
    void endsWhenItsThreadIsInterrupted() {
        new Practice(() -> rounds.incrementAndGet() > 0, (pause, slice) -> paused.add(slice)).begin(Duration.ZERO);
        Thread.currentThread().interrupt();
        paused.remove().run();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(rounds).hasValue(0);
        assertThat(paused).isEmpty();
    }

    @Test
    void givesUpInTheEnd() {
        Practice practice = new Practice(() -> true, (pause, slice) -> {
            assertThat(pause).isPositive();
            paused.add(slice);
        });
        practice.begin(Duration.ofMillis(-1));
        int slices = 0;
        while (!paused.isEmpty() && slices < 1000) {
            paused.clear();
            practice.begin(Duration.ofMillis(-1));
            slices++;
        }

        assertThat(slices).isEqualTo(100);
    }

    @Test
    void standsBackWhileItsThreadDoesNotGetACoreForItself() {
        long[] clock = {0};
        long[] ran = {0};
        long[] share = {5};
        List<Duration> pauses = new ArrayList<>();
        BooleanSupplier round = () -> {
            clock[0] += 10_000_000;
            ran[0] += share[0] * 1_000_000;
            return true;
        };
        Practice practice = new Practice(round, (pause, slice) -> pauses.add(pause), () -> clock[0], () -> ran[0]);
        for (int i = 0; i < 4; i++) {
            practice.begin(Duration.ofMillis(30));
        }
        share[0] = 9;
        practice.begin(Duration.ofMillis(30));

        assertThat(pauses.stream().map(Duration::toMillis)).containsExactly(300L, 600L, 1000L, 1000L, 150L);
    }
}
