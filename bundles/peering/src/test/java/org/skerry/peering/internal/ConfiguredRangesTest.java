// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.skerry.testkit.ConfiguredRanges;

class ConfiguredRangesTest {

    @Test
    void everyNumberHasTheRangeThatItsMetatypeNames() throws IOException {
        assertThat(ConfiguredRanges.check(
                        "org.skerry.peering",
                        PeeringConfiguration.class,
                        Map.of("redial_first_ms", 1L),
                        ConfiguredLimits::of))
                .isEqualTo(37);
    }
}
