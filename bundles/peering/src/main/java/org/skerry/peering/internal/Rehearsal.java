// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.skerry.api.PeerId;
import org.skerry.api.Registration;
import org.skerry.api.SwarmId;
import org.skerry.base.bytes.Bytes;
import org.skerry.base.crypto.Sha256;
import org.skerry.base.loop.ManualLoop;
import org.skerry.peering.internal.core.PeeringCore;
import org.skerry.peering.internal.node.Limits;
import org.skerry.spi.identity.Envelopes;
import org.skerry.spi.identity.Identity;
import org.skerry.spi.identity.Opened;
import org.skerry.spi.identity.Purpose;
import org.skerry.spi.identity.SealKey;
import org.skerry.spi.identity.Signal;
import org.skerry.spi.signaling.Acceptance;
import org.skerry.spi.signaling.ChannelState;
import org.skerry.spi.signaling.Inbox;
import org.skerry.spi.signaling.SignalingChannel;
import org.skerry.spi.signaling.SignalingListener;
import org.skerry.spi.signaling.SignalingProvider;
import org.skerry.spi.signaling.Topic;
import org.skerry.spi.transport.TransportCertificate;

/**
 * Two made-up nodes that find each other again and again, on virtual time, without a thread, a socket or cryptography: so that
 * the code of finding is compiled before there are peers to find. Their peer ids are all zeros, but for the last byte.
 */
final class Rehearsal {

    private static final Duration APART = Duration.ofMinutes(5);

    private final ManualLoop loop = new ManualLoop();
    private final List<Ends> channels = new ArrayList<>();
    private final List<Signal> sealed = new ArrayList<>();
    private final PeeringCore sharer = node(1);
    private final PeeringCore seeker = node(2);

    private PeeringCore node(int number) {
        PeeringCore core = new PeeringCore(loop, new SecureRandom(), Limits.DEFAULT);
        byte[] id = new byte[PeerId.BYTES];
        id[id.length - 1] = (byte) number;
        Actor actor = new Actor(PeerId.of(id), sealed);
        core.identity(actor);
        core.envelopes(actor);
        core.addSignaling(this::open, SignalingProvider.SCOPE_JVM, 0);
        return core;
    }

    private SignalingChannel open(Object self, SignalingListener in) {
        Ends channel = new Ends(in, channels);
        channels.add(channel);
        in.state(ChannelState.OPEN, "in a rehearsal");
        return channel;
    }

    /** They meet as strangers, and part; returns how many peers the seeking one knew in between. */
    int round() {
        SwarmId swarm = SwarmId.of(SwarmId.Kind.FIXED, new byte[SwarmId.BYTES]);
        Registration shares = sharer.join(swarm, false);
        loop.runReady();
        Registration seeks = seeker.join(swarm, true);
        loop.advance(Duration.ofSeconds(1));
        int found = seeker.peers().size();
        shares.close();
        seeks.close();
        loop.advance(APART);
        return found;
    }

    /** One end of what connects the two. */
    private record Ends(SignalingListener in, List<Ends> all) implements SignalingChannel {

        private void others(Consumer<SignalingListener> call) {
            all.stream().filter(end -> end.in != in).forEach(end -> call.accept(end.in));
        }

        @Override
        public void subscribe(Set<Topic> topics) {}

        @Override
        public void listen(Set<Inbox> own) {}

        @Override
        public void announce(Topic topic, byte[] beacon) {
            others(end -> end.announced(topic, beacon));
        }

        @Override
        public CompletionStage<Acceptance> send(Inbox to, byte[] frame) {
            others(end -> end.received(frame));
            return CompletableFuture.completedFuture(Acceptance.sent());
        }

        @Override
        public int maxFrameBytes() {
            return 1400;
        }

        @Override
        public void close() {}
    }

    /** A node's keys, which are none: an envelope is the place of its signal in a list that both have. */
    private record Actor(PeerId self, List<Signal> sealed) implements Identity, Envelopes {

        private static final byte[] KEY = new byte[32];

        @Override
        public long incarnation() {
            return 1;
        }

        @Override
        public byte[] sign(Purpose purpose, byte[] message) {
            return new byte[64];
        }

        @Override
        public boolean verify(PeerId signer, Purpose purpose, byte[] message, byte[] signature) {
            return true;
        }

        @Override
        public SealKey sealKey() {
            return SealKey.of(KEY, 1, Instant.ofEpochSecond(1L << 39), new byte[64]);
        }

        @Override
        public boolean verify(PeerId owner, SealKey key, Instant now) {
            return true;
        }

        @Override
        public Inbox inbox(long epochDay) {
            return Inbox.of(Sha256.of(self.bytes(), Bytes.u64(epochDay)));
        }

        @Override
        public TransportCertificate certificate(TransportCertificate.Kind kind) {
            throw new UnsupportedOperationException("no links in a rehearsal");
        }

        @Override
        public byte[] seal(Signal signal, SealKey to) {
            sealed.add(signal);
            return Arrays.copyOf(Bytes.u64(sealed.size() - 1), 700);
        }

        @Override
        public byte[] seal(Signal signal, SwarmId swarm, long epochDay) {
            return seal(signal, sealKey());
        }

        @Override
        public Opened open(byte[] envelope) {
            return new Opened.Genuine(sealed.get((int) Bytes.readU64(envelope, 0)));
        }

        @Override
        public Opened open(byte[] envelope, SwarmId swarm, long epochDay) {
            return open(envelope);
        }

        @Override
        public Topic topic(SwarmId swarm, long epochDay) {
            return Topic.of(Sha256.of(swarm.bytes(), Bytes.u64(epochDay)));
        }

        @Override
        public int overheadBytes() {
            return 0;
        }
    }
}
