// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests;

import static org.junit.Assert.assertEquals;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.Assume;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;
import org.skerry.itests.scenario.Scenario;
import org.skerry.itests.scenario.Scenarios;
import org.skerry.testkit.Isolated;

/**
 * Runs every scenario, each in a network namespace of its own; skipped, and said so, where there are none. Nodes choose their
 * transports, or have WebRTC alone.
 */
@RunWith(Parameterized.class)
public class ScenariosIT {

    private static final boolean CI = Boolean.getBoolean("skerry.ci");

    private final String name;
    private final String transport;

    public ScenariosIT(String name, String transport) {
        this.name = name;
        this.transport = transport;
    }

    @Parameters(name = "{0}, {1}")
    public static Object[][] names() {
        Stream<Object[]> all = Scenarios.ALL.keySet().stream()
                .filter(name -> CI || !Scenarios.LONG.contains(name))
                .map(name -> new Object[] {name, "auto"});
        Stream<Object[]> webrtc = Scenarios.ALL.keySet().stream()
                .filter(name -> CI ? !Scenarios.NOT_OVER_WEBRTC.contains(name) : Scenarios.OVER_WEBRTC.contains(name))
                .map(name -> new Object[] {name, "webrtc"});
        return Stream.concat(all, webrtc).toArray(Object[][]::new);
    }

    @Test
    public void holds() throws Exception {
        Optional<String> obstacle = Isolated.obstacle()
                .or(() -> Optional.ofNullable(Scenarios.TOOLS.get(name)).flatMap(Scenarios.Tool::obstacle))
                .or(() -> Scenarios.rootOnly(name));
        obstacle.ifPresent(why -> System.err.println("SKIPPED: scenario " + name + ": " + why));
        Assume.assumeTrue(obstacle.orElse(""), obstacle.isEmpty());
        Isolated.Run run = Isolated.run(Scenario.class, Scenarios.patience(), name, transport);
        assertEquals(run.output(), 0, run.exit());
    }
}
