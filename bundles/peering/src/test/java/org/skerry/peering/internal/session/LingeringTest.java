// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.skerry.api.PeerId;
import org.skerry.base.loop.ManualLoop;
import org.skerry.peering.internal.node.Limits;
import org.skerry.peering.internal.node.Node;
import org.skerry.spi.session.Conduct;
import org.skerry.spi.transport.CloseReason;
import org.skerry.spi.transport.Lane;

class LingeringTest implements PeerSession.Owner {

    private final ManualLoop loop = new ManualLoop();
    private final Node node = new Node(loop, new Random(1), Limits.DEFAULT);
    private final Lingering lingering = new Lingering(node);
    private final List<PeerSession> ended = new ArrayList<>();

    @Test
    void twoSessionsWithOnePeerAreReviewedEachForItself() {
        PeerSession first = new PeerSession(node, PeerId.of(new byte[32]), 1, this);
        PeerSession second = new PeerSession(node, PeerId.of(new byte[32]), 2, this);
        lingering.review(first);
        loop.advance(Duration.ofSeconds(20));
        lingering.review(second);
        lingering.stay(first);

        loop.advance(Duration.ofSeconds(29));
        assertThat(ended).isEmpty();
        loop.advance(Duration.ofSeconds(2));
        assertThat(ended).containsExactly(second);
    }

    @Override
    public void frame(PeerSession session, Lane lane, ByteBuffer message) {}

    @Override
    public boolean hasListeners() {
        return true;
    }

    @Override
    public void relinked(PeerSession session) {}

    @Override
    public void linkRetiring(PeerSession session, String why, boolean soon) {}

    @Override
    public void linkLost(PeerSession session, String why, CloseReason reason) {}

    @Override
    public void breach(PeerSession session, Conduct conduct, String why) {}

    @Override
    public void ended(PeerSession session, GoAway why, boolean byPeer) {
        ended.add(session);
    }
}
