// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.skerry.spi.transport.Lane;

class InflowTest {

    private static final int LONGEST = 1000;

    private final List<ByteBuffer> delivered = new ArrayList<>();
    private final Inflow inflow = new Inflow((lane, message) -> delivered.add(message));

    private void take(int bytes) {
        inflow.take(Lane.DATA, ByteBuffer.allocate(bytes));
    }

    @Test
    void letsInAFewMoreThanWereAskedFor() {
        assertThat(inflow.window(1_000_000, LONGEST)).isEqualTo(Inflow.SLACK);
        inflow.request(10);
        assertThat(inflow.window(1_000_000, LONGEST)).isEqualTo(10 + Inflow.SLACK);
        take(5);
        assertThat(delivered).hasSize(1);
        assertThat(inflow.window(1_000_000, LONGEST)).isEqualTo(9 + Inflow.SLACK);
    }

    @Test
    void letsInNoMoreThanTheBytesAllow() {
        inflow.request(1000);
        assertThat(inflow.window(20 * LONGEST, LONGEST)).isEqualTo(20);
    }

    @Test
    void countsWhatIsHeldByItsBytes() {
        take(LONGEST);
        take(LONGEST / 2);
        assertThat(inflow.window(3 * LONGEST, LONGEST)).isEqualTo(1);
        take(LONGEST);
        assertThat(inflow.window(3 * LONGEST, LONGEST)).isZero();

        inflow.request(3);
        assertThat(delivered).hasSize(3);
        assertThat(inflow.window(3 * LONGEST, LONGEST)).isEqualTo(3);
    }

    @Test
    void oneMessageIsLetInHoweverLongItMayBe() {
        assertThat(inflow.window(LONGEST, 16 * LONGEST)).isEqualTo(1);
    }

    @Test
    void aNewLinkBeginsWithNothingHeld() {
        take(LONGEST);
        take(LONGEST);
        inflow.reset();
        inflow.request(9);
        assertThat(inflow.window(3 * LONGEST, LONGEST)).isEqualTo(3);
    }
}
