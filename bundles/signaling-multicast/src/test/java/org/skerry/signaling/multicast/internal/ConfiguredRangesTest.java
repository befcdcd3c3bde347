// SPDX-License-Identifier: Apache-2.0
package org.skerry.signaling.multicast.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.skerry.testkit.ConfiguredRanges;

class ConfiguredRangesTest {

    @Test
    void everyNumberHasTheRangeThatItsMetatypeNames() throws IOException {
        assertThat(ConfiguredRanges.check(
                        "org.skerry.signaling.multicast",
                        MulticastConfiguration.class,
                        Map.of(),
                        MulticastSettings::of))
                .isEqualTo(8);
    }
}
