// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.Assume;
import org.junit.Test;
import org.skerry.testkit.Isolated;

/**
 * Runs {@link TwoFrameworksOverWebRtc} where a native abort takes nothing else with it and there is an address that WebRTC
 * offers; skipped, and said so, where there are no namespaces.
 */
public class TwoFrameworksOverWebRtcIT {

    @Test
    public void holds() throws Exception {
        Optional<String> obstacle = Isolated.obstacle();
        obstacle.ifPresent(why -> System.err.println("SKIPPED: two frameworks over WebRTC: " + why));
        Assume.assumeTrue(obstacle.orElse(""), obstacle.isEmpty());
        Isolated.Run run = Isolated.run(TwoFrameworksOverWebRtc.class, Duration.ofMinutes(5));
        assertEquals(run.output(), 0, run.exit());
        assertTrue(run.output(), run.output().contains("run 4 ignored 0"));
    }
}
