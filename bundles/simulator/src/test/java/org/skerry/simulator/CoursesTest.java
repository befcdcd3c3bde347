// SPDX-License-Identifier: Apache-2.0
package org.skerry.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Many runs, each by its own seed. */
class CoursesTest {

    private static final int SEEDS =
            Integer.getInteger("skerry.sim.seeds", Boolean.getBoolean("skerry.ci") ? 2000 : 200);

    private static final long FIRST = Long.getLong("skerry.sim.first", 1);

    @Test
    void everyCourseEndsWell() {
        Long only = Long.getLong("skerry.sim.seed");
        if (only != null) {
            Course.Outcome outcome = Course.run(only);
            System.out.println("seed " + only + ": " + outcome);
            return;
        }
        List<CourseFailure> failures = new ArrayList<>();
        long began = System.nanoTime();
        double simulated = 0;
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            try {
                simulated += Course.run(seed).simulated().toNanos() / 1e9;
            } catch (CourseFailure failure) {
                failures.add(failure);
                System.out.println(failure.getMessage().lines().findFirst().orElse(""));
            }
        }
        double took = (System.nanoTime() - began) / 1e9;
        System.out.printf(
                "%d seeds in %.1f s, %.0f s of simulated time, %.0f times as fast as real time%n",
                SEEDS, took, simulated, simulated / took);
        assertThat(failures)
                .as(() -> failures.stream()
                                .map(it -> it.getMessage().lines().findFirst().orElse(""))
                                .toList() + "\n" + failures.get(0).getMessage())
                .isEmpty();
    }

    @Test
    void aSwarmOfTwentyEndsWell() {
        swarm(20);
    }

    @Test
    @EnabledIfSystemProperty(named = "skerry.ci", matches = "true", disabledReason = "takes minutes: runs with -Pci")
    void aSwarmOfTwoHundredEndsWell() {
        swarm(200);
    }

    private static void swarm(int nodes) {
        long began = System.nanoTime();
        Course.Outcome outcome = Course.run(FIRST, nodes);
        double took = (System.nanoTime() - began) / 1e9;
        double simulated = outcome.simulated().toNanos() / 1e9;
        assertThat(outcome.nodes()).isEqualTo(nodes);
        System.out.printf(
                "%d nodes, %s: %.0f s of simulated time in %.1f s, %.0f times as fast as real time%n",
                nodes, outcome.kind(), simulated, took, simulated / took);
    }

    @Test
    void theSameSeedGivesTheSameRun() {
        for (long seed = 1; seed <= 3; seed++) {
            Course.Outcome once = Course.run(seed);
            assertThat(Course.run(seed)).isEqualTo(once);
            assertThat(once.traceHash()).isNotEqualTo(Course.run(seed + 1000).traceHash());
        }
    }
}
