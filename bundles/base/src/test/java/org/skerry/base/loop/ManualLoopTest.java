// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManualLoopTest {

    private final ManualLoop loop = new ManualLoop();
    private final List<String> log = new ArrayList<>();

    @Test
    void runsNothingByItself() {
        loop.execute(() -> log.add("a"));
        assertThat(log).isEmpty();
        assertThat(loop.readyTasks()).isEqualTo(1);
        assertThat(loop.runReady()).isEqualTo(1);
        assertThat(log).containsExactly("a");
        assertThat(loop.runReady()).isZero();
    }

    @Test
    void runsWhatTasksPostInOrder() {
        loop.execute(() -> {
            loop.execute(() -> log.add("c"));
            log.add("a");
        });
        loop.execute(() -> log.add("b"));
        assertThat(loop.runReady()).isEqualTo(3);
        assertThat(log).containsExactly("a", "b", "c");
    }

    @Test
    void timersSeeTheirOwnMoment() {
        loop.schedule(Duration.ofSeconds(2), this::logTime);
        loop.schedule(Duration.ofSeconds(1), () -> {
            logTime();
            loop.schedule(Duration.ofMillis(500), this::logTime);
            loop.execute(() -> log.add("posted"));
        });
        loop.schedule(Duration.ofSeconds(2), () -> log.add("same time, later"));
        loop.schedule(Duration.ofSeconds(4), this::logTime);
        assertThat(loop.untilNextTimer()).contains(Duration.ofSeconds(1));
        assertThat(loop.advance(Duration.ofSeconds(3))).isEqualTo(5);
        assertThat(log).containsExactly("1000", "posted", "1500", "2000", "same time, later");
        assertThat(loop.nanoTime()).isEqualTo(3_000_000_000L);
        assertThat(loop.untilNextTimer()).contains(Duration.ofSeconds(1));
        loop.advance(Duration.ofSeconds(1));
        assertThat(log).endsWith("4000");
        assertThat(loop.untilNextTimer()).isEmpty();
    }

    @Test
    void aTimerWithoutDelayIsReadyWithoutAdvancing() {
        loop.schedule(Duration.ZERO, () -> log.add("a"));
        loop.schedule(Duration.ofSeconds(-1), () -> log.add("b"));
        loop.runReady();
        assertThat(log).containsExactly("a", "b");
    }

    @Test
    void aCancelledTimerDoesNotRun() {
        Cancellable timer = loop.schedule(Duration.ofSeconds(1), () -> log.add("cancelled"));
        loop.schedule(Duration.ZERO, timer::cancel);
        Cancellable due = loop.schedule(Duration.ZERO, () -> log.add("cancelled when due"));
        loop.execute(due::cancel);
        loop.advance(Duration.ofSeconds(2));
        assertThat(log).isEmpty();
    }

    @Test
    void wallClockGoesWithTimeAndCanJump() {
        assertThat(loop.now()).isEqualTo(ManualLoop.EPOCH);
        loop.advance(Duration.ofHours(1));
        assertThat(loop.now()).isEqualTo(ManualLoop.EPOCH.plusSeconds(3600));
        Instant other = Instant.parse("2026-01-01T00:00:00Z");
        long nanos = loop.nanoTime();
        loop.setNow(other);
        assertThat(loop.now()).isEqualTo(other);
        assertThat(loop.nanoTime()).isEqualTo(nanos);
        loop.advance(Duration.ofSeconds(5));
        assertThat(loop.now()).isEqualTo(other.plusSeconds(5));
        assertThat(new ManualLoop(other).now()).isEqualTo(other);
    }

    @Test
    void knowsWhetherItIsTheCaller() {
        loop.execute(() -> log.add("inside " + loop.inLoop()));
        loop.runReady();
        assertThat(log).containsExactly("inside true");
        assertThat(loop.inLoop()).isFalse();
    }

    @Test
    void whatATaskThrowsComesOutAndTheRestStays() {
        loop.execute(() -> {
            throw new IllegalArgumentException("task");
        });
        loop.execute(() -> log.add("next"));
        assertThatThrownBy(loop::runReady).hasMessage("task");
        assertThat(loop.inLoop()).isFalse();
        loop.runReady();
        assertThat(log).containsExactly("next");
    }

    @Test
    void refusesToRunInsideItself() {
        loop.execute(() -> assertThatIllegalStateException().isThrownBy(loop::runReady));
        assertThat(loop.runReady()).isEqualTo(1);
    }

    private void logTime() {
        log.add(Long.toString(loop.nanoTime() / 1_000_000));
    }
}
