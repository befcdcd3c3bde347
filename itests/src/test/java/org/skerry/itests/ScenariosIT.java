// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests;

import static org.junit.Assert.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.Assume;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;
import org.skerry.itests.scenario.Scenario;
import org.skerry.itests.scenario.Scenarios;
import org.skerry.testkit.Isolated;

/** Runs every scenario, each in a network namespace of its own; skipped, and said so, where there are none. */
@RunWith(Parameterized.class)
public class ScenariosIT {

    private final String name;

    public ScenariosIT(String name) {
        this.name = name;
    }

    @Parameters(name = "{0}")
    public static Object[] names() {
        return Scenarios.ALL.keySet().stream()
                .filter(name -> Boolean.getBoolean("skerry.ci") || !Scenarios.LONG.contains(name))
                .toArray();
    }

    @Test
    public void holds() throws Exception {
        Optional<String> obstacle = Isolated.obstacle();
        obstacle.ifPresent(why -> System.err.println("SKIPPED: scenario " + name + ": " + why));
        Assume.assumeTrue(obstacle.orElse(""), obstacle.isEmpty());
        Isolated.Run run = Isolated.run(Scenario.class, Duration.ofMinutes(8), name);
        assertEquals(run.output(), 0, run.exit());
    }
}
