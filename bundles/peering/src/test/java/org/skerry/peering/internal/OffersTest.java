// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.skerry.api.SwarmId;
import org.skerry.base.bytes.Bytes;
import org.skerry.base.cbor.CborCodec;
import org.skerry.base.cbor.CborMap;
import org.skerry.peering.internal.directory.Presence;
import org.skerry.peering.internal.world.FakeEnvelopes;
import org.skerry.peering.internal.world.FakeIdentity;
import org.skerry.peering.internal.world.FakeSignaling;
import org.skerry.peering.internal.world.TestNode;
import org.skerry.peering.internal.world.World;
import org.skerry.spi.identity.Signal;

/** Offers of strangers: which are answered, and how many at a time. */
class OffersTest {

    private static final SwarmId SWARM = World.swarm(1);

    private final World world = new World();
    private TestNode a;

    @BeforeEach
    void join() {
        a = world.node(1);
        a.core.join(SWARM, false);
        world.run();
    }

    @Test
    void anOfferFromNoCommonSwarmIsNotAnswered() {
        FakeIdentity stranger = world.keys.create(7, 1);
        int before = world.lan.frames.size();

        offer(stranger, World.swarm(2), 0);

        assertThat(world.lan.frames).hasSize(before);
        assertThat(a.core.peers()).isEmpty();
    }

    @Test
    void noMoreThanFiveOffersPerSecondAreTakenOfOnePeer() {
        FakeIdentity greedy = world.keys.create(7, 1);

        for (int i = 0; i < 20; i++) {
            offer(greedy, SWARM, i);
        }

        assertThat(rejections()).isEqualTo(5); // the transport knows no such offers; the others got no answer at all
    }

    @Test
    void noMoreThanTenHandshakesAreUnderWay() {
        world.transports.down = true;

        for (int i = 0; i < 14; i++) {
            offer(world.keys.create(20 + i, 1), SWARM, i);
        }
        assertThat(rejections()).isEqualTo(4);

        world.seconds(11); // those that came to nothing make room
        offer(world.keys.create(50, 1), SWARM, 0);
        assertThat(rejections()).isEqualTo(4 + 10);
    }

    @Test
    void oneThatOffersAgainAndAgainTakesOnePlace() {
        world.transports.down = true;
        FakeIdentity greedy = world.keys.create(7, 1);
        for (int i = 0; i < 30; i++) {
            offer(greedy, SWARM, i);
            world.seconds(1);
        }
        assertThat(rejections()).isZero();

        for (int i = 0; i < 9; i++) {
            offer(world.keys.create(20 + i, 1), SWARM, i);
        }
        assertThat(rejections()).isZero();
    }

    @Test
    void oneThatOffersWhileItsLinksDoNotComeToASessionTakesThreePlaces() {
        world.transports.down = true;
        FakeIdentity greedy = world.keys.create(7, 1);
        for (String name : List.of("one", "two", "three", "four")) {
            a.core.addTransport(world.transports.provider(), name, 0);
            offer(greedy, SWARM, name.length() * 7 + name.charAt(0), name);
        }
        assertThat(rejections()).isEqualTo(1);
    }

    private int rejections() {
        return (int) world.lan.frames.stream()
                .filter(frame -> FakeSignaling.kind(frame) == Signal.Kind.REJECT.number())
                .count();
    }

    private static Presence announcement(FakeIdentity who, SwarmId swarm) {
        return new Presence(who.inbox(0), who.sealKey(), List.of("fake"), who.incarnation(), true, List.of(swarm));
    }

    private void offer(FakeIdentity who, SwarmId swarm, int sequence) {
        offer(who, swarm, sequence, "fake");
    }

    private void offer(FakeIdentity who, SwarmId swarm, int sequence, String transport) {
        byte[] body = CborCodec.encode(CborMap.builder()
                .put(0, transport)
                .put(1, new byte[] {9})
                .put(3, announcement(who, swarm).toCbor())
                .build());
        byte[] id = new byte[16];
        id[0] = who.self().bytes()[0];
        id[1] = (byte) sequence;
        var time = world.loop.now();
        Signal signal = new Signal(
                who.self(), Optional.of(a.id()), Signal.Kind.OFFER, id, sequence, time, time.plusSeconds(100), body);
        byte[] envelope = new FakeEnvelopes(who).seal(signal, a.identity.sealKey());
        world.lan.inject(
                a.identity.inbox(world.loop.now().getEpochSecond() / 86_400), Bytes.concat(new byte[] {0}, envelope));
        world.run();
    }
}
