// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RehearsalTest {

    @Test
    void twoStrangersFindEachOtherInEveryRound() {
        Rehearsal rehearsal = new Rehearsal();
        for (int i = 0; i < 200; i++) {
            assertThat(rehearsal.round()).isEqualTo(1);
        }
    }
}
