// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.skerry.api.SwarmId;
import org.skerry.base.bytes.Bytes;
import org.skerry.base.cbor.CborCodec;
import org.skerry.base.cbor.CborMap;
import org.skerry.peering.internal.directory.Presence;
import org.skerry.peering.internal.world.FakeEnvelopes;
import org.skerry.peering.internal.world.FakeIdentity;
import org.skerry.peering.internal.world.FakeLink;
import org.skerry.peering.internal.world.TestNode;
import org.skerry.peering.internal.world.World;
import org.skerry.spi.identity.Signal;
import org.skerry.spi.signaling.Topic;
import org.skerry.spi.transport.Lane;
import org.skerry.spi.trust.Admission;

/** What others may try. */
class HostilityTest {

    private static final SwarmId SWARM = World.swarm(1);

    private final World world = new World();
    private TestNode a;
    private TestNode b;
    private byte[] lastEnvelope;

    private void meet() {
        known();
        world.run();
        assertThat(a.count("opened")).isEqualTo(1);
        a.events.clear();
        b.events.clear();
    }

    private void known() {
        a = world.node(1);
        b = world.node(2);
        a.core.join(SWARM, false);
        b.core.join(SWARM, true);
    }

    private FakeLink linkOf(TestNode node) {
        return world.transports.lastPair()[node == b ? 0 : 1]; // b seeks, so it offered
    }

    private Topic topic() {
        long day = world.loop.now().getEpochSecond() / 86_400;
        return a.envelopes.topic(SWARM, day);
    }

    // ---- over the link

    @Test
    void someoneInTheMiddleOfALinkGetsNoSession() {
        world.transports.tamper = pair -> pair[0].remoteBinding = new byte[32];
        known();
        world.seconds(20);

        assertThat(a.events).containsExactly("found");
        assertThat(b.events).containsExactly("found");
        assertThat(world.transports.links).allMatch(pair -> pair[0].isClosed() && pair[1].isClosed());
    }

    @Test
    void aLinkThatSaysNothingIsGivenUpAfterFiveSeconds() {
        world.transports.tamper = pair -> pair[0].silent = true;
        known();
        world.seconds(4);
        assertThat(world.transports.lastPair()[1].isClosed()).isFalse();
        world.seconds(2);

        assertThat(world.transports.links.get(0)[1].isClosed()).isTrue();
        assertThat(a.count("opened")).isZero();
    }

    @Test
    void whatIsNoFrameClosesTheSessionAndOnceIsNoBan() {
        meet();
        var unused = linkOf(b).send(Lane.CONTROL, ByteBuffer.wrap(new byte[] {1, 2, 3}));
        world.run();

        assertThat(a.closings.get(0)).startsWith("malformed frame");
        assertThat(b.closings.get(0)).startsWith("malformed frame");
        world.seconds(90);
        assertThat(a.count("opened")).isEqualTo(1);
    }

    @Test
    void anUnknownCriticalFrameClosesAndAnOptionalOneIsSkipped() {
        meet();
        var skipped = linkOf(b).send(Lane.CONTROL, Frames.of(0x1f, false, new byte[0]));
        world.run();
        assertThat(a.events).isEmpty();

        var fatal = linkOf(b).send(Lane.CONTROL, Frames.of(0x1f, true, new byte[0]));
        world.run();
        assertThat(skipped).isNotSameAs(fatal);
        assertThat(a.events).containsExactly("closed");
    }

    @Test
    void everyTruncationAndManyFlipsOfControlFramesAreSurvived() {
        meet();
        List<ByteBuffer> real = new ArrayList<>(linkOf(b).sent);
        Random random = new Random(4);
        for (ByteBuffer frame : real) {
            for (int i = 0; i < 40; i++) {
                byte[] bytes = Bytes.copyOf(frame);
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                if (world.loop.readyTasks() == 0 && !linkOf(b).isClosed()) {
                    var unused = linkOf(b).send(Lane.CONTROL, ByteBuffer.wrap(bytes));
                }
                world.seconds(61); // closed or not, they meet again
            }
        }

        world.seconds(7200);
        assertThat(a.session().linked()).isTrue();
    }

    @Test
    void aFloodOfPingsClosesTheSession() {
        meet();
        for (int i = 0; i < 200; i++) {
            byte[] payload = CborCodec.encode(CborMap.builder().put(0, i).build());
            var unused = linkOf(b).send(Lane.CONTROL, Frames.of(0x03, true, payload));
        }
        world.run();

        assertThat(a.closings.get(0)).contains("control frames per second");
    }

    @Test
    void aFrameOverTheLimitIsRefusedOnBothSides() {
        meet();
        ByteBuffer big = Frames.of(0x25, false, new byte[a.session().maxMessageBytes()]);

        assertThat(a.session().send(Lane.DATA, big).toCompletableFuture()).isCompletedExceptionally();
        var unused = linkOf(b).send(Lane.DATA, big);
        world.run();
        assertThat(a.closings.get(0)).startsWith("malformed frame");
    }

    // ---- signals

    @Test
    void replayedSignalsDoNotKeepAPeerAlive() {
        known();
        a.core.addTrust((peer, swarms) -> Admission.refused("meet on paper only"));
        world.run();
        List<byte[]> beacons = new ArrayList<>(world.lan.beacons);
        b.die(world);
        for (int i = 0; i < 31; i++) {
            beacons.forEach(beacon -> world.lan.inject(topic(), beacon));
            world.seconds(10);
        }

        assertThat(a.stateOf(b)).isNull();
        assertThat(a.count("found")).isEqualTo(1);
    }

    @Test
    void whatAMemberSaysInOneSwarmIsNotBelievedInAnother() {
        a = world.node(1);
        a.core.join(SWARM, false);
        world.run();
        FakeIdentity member = world.keys.create(7, 1);

        inject(member, announcement(member, World.swarm(2)), 0);
        assertThat(a.events).isEmpty();
        inject(member, announcement(member, SWARM), 1);
        assertThat(a.events).containsExactly("found");
    }

    @Test
    void signalsOutsideTheWindowAreNotHeard() {
        a = world.node(1);
        a.core.join(SWARM, false);
        world.run();
        FakeIdentity member = world.keys.create(7, 1);
        for (long off : new long[] {-121, 121}) {
            inject(member, announcement(member, SWARM), off, off);
        }
        assertThat(a.events).isEmpty();
        inject(member, announcement(member, SWARM), 3, 119);
        assertThat(a.events).containsExactly("found");
    }

    @Test
    void aSealKeyThatItsOwnerDidNotSignIsRefused() {
        a = world.node(1);
        a.core.join(SWARM, false);
        world.run();
        FakeIdentity member = world.keys.create(7, 1);
        FakeIdentity other = world.keys.create(8, 1);
        Presence stolen = new Presence(member.inbox(0), other.sealKey(), List.of("fake"), 1, false, List.of(SWARM));

        inject(member, stolen, 0);
        assertThat(a.events).isEmpty();
    }

    @Test
    void bitsOfSignalsMayFlip() {
        known();
        world.run();
        Random random = new Random(5);
        List<byte[]> frames = new ArrayList<>(world.lan.frames);
        for (byte[] frame : frames) {
            for (int i = 0; i < 200; i++) {
                byte[] bad = frame.clone();
                bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
                world.lan.inject(a.identity.inbox(world.loop.now().getEpochSecond() / 86_400), bad);
                world.lan.inject(topic(), bad);
            }
            world.seconds(5);
        }
        assertThat(a.session().linked()).isTrue();
        assertThat(a.core.peers()).hasSize(1);
    }

    @Test
    void junkAndReplaysStarveNoGenuineSignal() {
        a = world.node(1);
        a.core.join(SWARM, false);
        world.run();
        FakeIdentity first = world.keys.create(7, 1);
        inject(first, announcement(first, SWARM), 0);
        byte[] genuine = Bytes.concat(new byte[] {0}, lastEnvelope);
        int opened = a.envelopes.opened;
        Random random = new Random(6);
        for (int i = 0; i < 1000; i++) {
            byte[] junk = new byte[300];
            random.nextBytes(junk);
            junk[0] = 0;
            world.lan.inject(topic(), junk);
            world.lan.inject(a.identity.inbox(world.loop.now().getEpochSecond() / 86_400), junk);
            world.lan.inject(topic(), genuine);
        }
        world.run();
        FakeIdentity second = world.keys.create(8, 1);
        inject(second, announcement(second, SWARM), 0);

        assertThat(a.envelopes.opened - opened).isEqualTo(1);
        assertThat(a.count("found")).isEqualTo(2);
    }

    @Test
    void noMoreThanTheRateIsOpened() {
        a = world.node(1);
        a.core.join(SWARM, false);
        world.run();
        FakeIdentity member = world.keys.create(7, 1);
        int opened = a.envelopes.opened;
        for (int i = 0; i < 1000; i++) {
            inject(member, announcement(member, SWARM), i);
        }

        assertThat(a.envelopes.opened - opened).isEqualTo(400);
    }

    private Presence announcement(FakeIdentity who, SwarmId swarm) {
        return new Presence(who.inbox(0), who.sealKey(), List.of("fake"), who.incarnation(), true, List.of(swarm));
    }

    private void inject(FakeIdentity who, Presence presence, long sequence) {
        inject(who, presence, sequence, 0);
    }

    private void inject(FakeIdentity who, Presence presence, long sequence, long offSeconds) {
        var time = world.loop.now().plusSeconds(offSeconds);
        Signal signal = new Signal(
                who.self(),
                Optional.empty(),
                Signal.Kind.ANNOUNCE,
                new byte[0],
                sequence,
                time,
                time.plusSeconds(1000),
                CborCodec.encode(presence.toCbor()));
        long day = world.loop.now().getEpochSecond() / 86_400;
        lastEnvelope = new FakeEnvelopes(who).seal(signal, SWARM, day);
        world.lan.inject(topic(), Bytes.concat(new byte[] {0}, lastEnvelope));
        world.run();
    }
}
