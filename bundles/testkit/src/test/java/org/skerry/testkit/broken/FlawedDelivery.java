// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.broken;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.skerry.spi.transport.CloseReason;
import org.skerry.spi.transport.Lane;
import org.skerry.spi.transport.LinkListener;

/** Stands between a correct link and its listener. Called on one thread at a time. */
final class FlawedDelivery implements LinkListener {

    private static final int EVERY = 10;

    private final TransportFlaw flaw;
    private final LinkListener in;
    private final ThreadLocal<Boolean> delivering;
    private final AtomicInteger count = new AtomicInteger();
    private @Nullable ByteBuffer late;
    private Lane laneOfLate = Lane.DATA;

    FlawedDelivery(TransportFlaw flaw, LinkListener in, ThreadLocal<Boolean> delivering) {
        this.flaw = flaw;
        this.in = in;
        this.delivering = delivering;
    }

    @Override
    public void message(Lane lane, ByteBuffer message) {
        boolean now = count.incrementAndGet() % EVERY == 0;
        delivering.set(true);
        if (now && flaw == TransportFlaw.REPEATS_MESSAGES) {
            in.message(lane, message.duplicate());
        }
        if (now && flaw == TransportFlaw.REORDERS_MESSAGES) {
            late = message;
            laneOfLate = lane;
        } else if (!(now && flaw == TransportFlaw.LOSES_MESSAGES) && flaw != TransportFlaw.READS_WITHOUT_END) {
            in.message(lane, message);
            deliverLate(lane);
        }
        delivering.set(false);
    }

    private void deliverLate(Lane lane) {
        ByteBuffer message = late;
        if (message != null && lane == laneOfLate) {
            late = null;
            in.message(lane, message);
        }
    }

    @Override
    public void retiring(String why) {
        in.retiring(why);
    }

    @Override
    public void closed(CloseReason reason, String detail) {
        in.closed(reason, detail);
        if (flaw == TransportFlaw.ENDS_TWICE) {
            in.closed(reason, detail);
        }
    }
}
