// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.osgi.service.feature.FeatureBundle;

/** The order in which the bundles of the shipped features stop. */
class StartLevelsTest {

    private static final int USUAL = 5;

    private final Distribution distribution =
            new Distribution(Path.of("..", "dist").toAbsolutePath().normalize());

    @Test
    void peeringStopsWhileItsPeersCanStillBeToldSo() throws NodeException {
        List<String> used =
                List.of("transport-direct", "transport-webrtc", "signaling-broadcast", "signaling-multicast");
        for (String feature : used) {
            assertThat(levels(feature).getMax()).as(feature).isLessThan(level("node", "org.skerry.peering"));
        }
        assertThat(level("node", "org.skerry.exchange")).isGreaterThanOrEqualTo(level("node", "org.skerry.peering"));
    }

    @Test
    void theShellStopsFirst() throws NodeException {
        assertThat(level("shell", "org.skerry.shell"))
                .isGreaterThan(levels("node").getMax());
    }

    private IntSummaryStatistics levels(String feature) throws NodeException {
        return bundles(feature)
                .mapToInt(it -> Installation.startLevel(it, USUAL))
                .summaryStatistics();
    }

    private int level(String feature, String artifact) throws NodeException {
        return bundles(feature)
                .filter(it -> it.getID().getArtifactId().equals(artifact))
                .mapToInt(it -> Installation.startLevel(it, USUAL))
                .findFirst()
                .orElseThrow();
    }

    private Stream<FeatureBundle> bundles(String feature) throws NodeException {
        return distribution.bundles(feature).stream();
    }
}
