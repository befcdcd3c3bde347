// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.skerry.base.loop.Cancellable;

/** One thread, one time, and an order that a seed decides. */
class SimulationTest {

    /** What two loops do that each post five tasks, as one string. */
    private static String interleaved(long seed, Simulation[] made) {
        Simulation simulation = new Simulation(seed);
        made[0] = simulation;
        StringBuilder order = new StringBuilder();
        SimHost host = simulation.host("a");
        for (String name : List.of("x", "y")) {
            SimLoop loop = host.loop(name);
            for (int i = 0; i < 5; i++) {
                int number = i;
                loop.execute(() -> order.append(name).append(number));
            }
        }
        while (simulation.step()) {}
        return order.toString();
    }

    @Test
    void keepsTheOrderOfALoopAndLeavesTheRestToTheSeed() {
        Simulation[] made = new Simulation[1];
        Set<String> orders = new HashSet<>();
        for (long seed = 0; seed < 20; seed++) {
            String order = interleaved(seed, made);
            String hash = made[0].traceHash();
            assertThat(order.replaceAll("y.", "")).isEqualTo("x0x1x2x3x4");
            assertThat(order.replaceAll("x.", "")).isEqualTo("y0y1y2y3y4");
            assertThat(interleaved(seed, made)).isEqualTo(order);
            assertThat(made[0].traceHash()).isEqualTo(hash);
            orders.add(order);
        }
        assertThat(orders).hasSizeGreaterThan(15);
    }

    @Test
    void letsTimePassWithoutWaiting() {
        Simulation simulation = new Simulation(1);
        SimHost host = simulation.host("a");
        SimLoop loop = host.loop("main");
        List<Long> at = new ArrayList<>();
        loop.schedule(Duration.ofDays(2), () -> at.add(simulation.nanoTime()));
        loop.schedule(Duration.ofDays(1), () -> at.add(simulation.nanoTime()));
        Cancellable never = loop.schedule(Duration.ofHours(1), () -> at.add(-1L));
        never.cancel();
        simulation.advance(Duration.ofDays(3));
        assertThat(at)
                .containsExactly(
                        Duration.ofDays(1).toNanos(), Duration.ofDays(2).toNanos());
        assertThat(simulation.nanoTime()).isEqualTo(Duration.ofDays(3).toNanos());
        assertThat(host.now()).isEqualTo(Simulation.START.plus(Duration.ofDays(3)));
        host.clockIsOff(Duration.ofMinutes(-5));
        assertThat(loop.now())
                .isEqualTo(Simulation.START.plus(Duration.ofDays(3)).minusSeconds(300));
    }

    /** A thread that posts as a loop becomes idle is where one would be lost. */
    @Test
    void runsEachTaskThatOtherThreadsPost() {
        Simulation simulation = new Simulation(1);
        SimLoop loop = simulation.host("a").loop("main");
        AtomicInteger lost = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(new Thread(() -> {
                for (int task = 0; task < 20_000 && lost.get() == 0; task++) {
                    CompletableFuture<Void> ran = new CompletableFuture<>();
                    loop.execute(() -> ran.complete(null));
                    try {
                        ran.get(5, TimeUnit.SECONDS);
                    } catch (Exception e) {
                        lost.incrementAndGet();
                    }
                }
            }));
        }
        threads.forEach(Thread::start);
        while (threads.stream().anyMatch(Thread::isAlive)) {
            simulation.step();
        }
        assertThat(lost).hasValue(0);
    }

    @Test
    void runsNothingOfAHostThatHasCrashed() {
        Simulation simulation = new Simulation(1);
        SimHost host = simulation.host("a");
        SimLoop loop = host.loop("main");
        List<String> ran = new ArrayList<>();
        loop.execute(host::crash);
        loop.execute(() -> ran.add("next"));
        loop.schedule(Duration.ofSeconds(1), () -> ran.add("timer"));
        simulation.advance(Duration.ofSeconds(5));
        loop.execute(() -> ran.add("posted later"));
        simulation.advance(Duration.ofSeconds(5));
        assertThat(ran).isEmpty();
        assertThat(simulation.pending()).isZero();
    }

    @Test
    void keepsWhatIsDueOnAHostThatStandsStillUntilItGoesOn() {
        Simulation simulation = new Simulation(1);
        SimHost host = simulation.host("a");
        SimLoop loop = host.loop("main");
        SimLoop other = simulation.host("b").loop("main");
        List<String> ran = new ArrayList<>();
        loop.execute(() -> ran.add("posted"));
        loop.schedule(Duration.ofSeconds(1), () -> ran.add("due"));
        loop.schedule(Duration.ofSeconds(9), () -> ran.add("later"));
        other.schedule(Duration.ofSeconds(2), () -> ran.add("elsewhere"));
        host.standStill();
        simulation.advance(Duration.ofSeconds(5));
        assertThat(ran).containsExactly("elsewhere");
        assertThat(simulation.pending()).isEqualTo(3);
        host.goOn();
        simulation.advance(Duration.ZERO);
        assertThat(ran).containsExactly("elsewhere", "posted", "due");
        simulation.advance(Duration.ofSeconds(4));
        assertThat(ran).containsExactly("elsewhere", "posted", "due", "later");
    }

    @Test
    void endsWithWhatAnInvariantThrows() {
        Simulation simulation = new Simulation(1);
        int[] count = new int[1];
        simulation.invariant(() -> assertThat(count[0]).isLessThan(3));
        SimLoop loop = simulation.host("a").loop("main");
        for (int i = 0; i < 5; i++) {
            loop.execute(() -> count[0]++);
        }
        assertThatThrownBy(() -> simulation.advance(Duration.ofSeconds(1))).isInstanceOf(AssertionError.class);
        assertThat(count[0]).isEqualTo(3);
    }
}
