// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;

class PartsTest {

    @Test
    void writesVersionsAsTheBuildDoes() {
        assertThat(Parts.text(new Version("0.1.0.SNAPSHOT"))).isEqualTo("0.1.0-SNAPSHOT");
        assertThat(Parts.text(new Version("1.2.3"))).isEqualTo("1.2.3");
        assertThat(Parts.text(new Version("4.2.20.Final"))).isEqualTo("4.2.20.Final");
    }
}
