// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.skerry.api.PeerId;
import org.skerry.base.cbor.CborCodec;
import org.skerry.base.frame.Frame;
import org.skerry.base.loop.ManualLoop;
import org.skerry.peering.internal.node.Limits;
import org.skerry.peering.internal.node.Node;
import org.skerry.peering.internal.node.Self;
import org.skerry.peering.internal.world.FakeEnvelopes;
import org.skerry.peering.internal.world.FakeIdentity;
import org.skerry.peering.internal.world.FakeLink;
import org.skerry.spi.transport.Lane;

/** The handshake over one link, with nothing above it. */
class HandshakeTest implements Handshake.Listener {

    private final ManualLoop loop = new ManualLoop();
    private final FakeIdentity.Keys keys = new FakeIdentity.Keys();
    private final FakeIdentity low = keys.create(1, 1);
    private final FakeIdentity high = keys.create(2, 1);
    private final FakeLink[] pair = FakeLink.pair(loop);
    private final List<String> log = new ArrayList<>();

    private Handshake start(FakeIdentity who, PeerId expected, int end) {
        Self self = new Self(who.self(), who, new FakeEnvelopes(who));
        Node node = new Node(loop, new Random(end), Limits.DEFAULT);
        LinkOrigin origin = new LinkOrigin(expected, end == 0, "fake", 1, 0);
        Handshake handshake = new Handshake(node, self, pair[end], origin, Optional.empty(), this);
        handshake.start();
        return handshake;
    }

    @Override
    public void proved(Handshake handshake, Hello other) {
        log.add("proved " + other.peer().shortText());
    }

    @Override
    public void used(Handshake handshake, Hello other, Use use) {
        log.add("used");
    }

    @Override
    public void failed(Handshake handshake, Failure failure, boolean breach) {
        log.add((breach ? "breach " : "failed ") + failure.why());
    }

    private void send(int end, int type, byte[] payload) {
        var unused = pair[end].send(
                Lane.CONTROL,
                Frame.of(type, true, 0, 0, ByteBuffer.wrap(payload)).encode());
        loop.runReady();
    }

    @Test
    void bothSidesProveWhoTheyAre() {
        start(low, high.self(), 0);
        start(high, low.self(), 1);
        loop.runReady();

        assertThat(log)
                .containsExactlyInAnyOrder(
                        "proved " + high.self().shortText(),
                        "proved " + low.self().shortText());
    }

    @Test
    void nothingOfTheExchangeComesBeforeUse() {
        start(low, high.self(), 0);
        start(high, low.self(), 1);
        loop.runReady();
        log.clear();

        var unused = pair[0].send(
                Lane.DATA,
                Frame.of(0x25, true, 1, 0, ByteBuffer.allocate(60_000)).encode());
        loop.runReady();

        assertThat(log).startsWith("breach frame of type 37 before the session");
    }

    @Test
    void someoneElseThanExpectedIsRefusedThoughGenuine() {
        FakeIdentity third = keys.create(3, 1);
        start(low, high.self(), 0);
        start(third, low.self(), 1);
        loop.runReady();

        assertThat(log).contains("failed someone else was expected").noneMatch(line -> line.startsWith("proved"));
        assertThat(pair[0].isClosed()).isTrue();
    }

    @Test
    void theHigherIdMayNotChoose() {
        start(low, high.self(), 0);
        start(high, low.self(), 1);
        loop.runReady();
        log.clear();

        pair[1].silent = false;
        send(1, Types.USE, CborCodec.encode(new Use(new byte[16], false, 1).toCbor()));
        assertThat(log).anyMatch(line -> line.equals("breach USE out of turn"));
    }

    @Test
    void nothingComesBeforeHello() {
        start(low, high.self(), 0);
        send(1, 0x21, new byte[0]);

        assertThat(log).containsExactly("failed frame of type 33 before the session");
    }

    @Test
    void aHelloThatIsTooLongIsRefused() {
        start(low, high.self(), 0);
        send(1, Types.HELLO, new byte[5000]);

        assertThat(log).hasSize(1).allMatch(line -> line.startsWith("failed malformed frame"));
    }

    @Test
    void authBeforeHelloIsRefused() {
        start(low, high.self(), 0);
        send(1, Types.AUTH, new byte[0]);

        assertThat(log).containsExactly("failed AUTH out of turn");
    }

    @Test
    void whoeverSaysNothingIsGivenFiveSeconds() {
        start(low, high.self(), 0);
        loop.advance(Duration.ofMillis(4999));
        assertThat(log).isEmpty();
        loop.advance(Duration.ofMillis(2));
        assertThat(log).containsExactly("failed no handshake in time");
    }
}
