// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.hub;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.skerry.api.PeerId;
import org.skerry.api.SwarmId;
import org.skerry.peering.internal.directory.KnownPeer;
import org.skerry.peering.internal.node.Node;
import org.skerry.peering.internal.node.Self;
import org.skerry.spi.identity.Signal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Seals signals and sends them: to swarms over all channels, to one peer over the nearest channel that takes it. */
public final class Outbox {

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final byte[] NO_NEGOTIATION = {};

    private final Node node;
    private final Hub hub;
    private long sequence;

    /** An outbox over the channels of a hub. */
    public Outbox(Node node, Hub hub) {
        this.node = node;
        this.hub = hub;
    }

    /**
     * Says something to a swarm, today's members.
     *
     * @param kind ANNOUNCE or QUERY
     * @param swarm to whom
     * @param body encoded
     * @param only the one channel over which to say it; empty for all
     */
    void tell(Signal.Kind kind, SwarmId swarm, byte[] body, Optional<Via> only) {
        node.self().ifPresent(self -> {
            Instant now = now();
            long day = Days.of(now);
            Signal signal = signal(self, Optional.empty(), kind, NO_NEGOTIATION, now, body);
            byte[] envelope = sealed(() -> self.envelopes().seal(signal, swarm, day));
            if (envelope.length == 0) {
                return;
            }
            for (HubChannel channel : hub.usableChannels()) {
                if (only.isEmpty() || only.get().equals(channel.via())) {
                    frames(channel, envelope)
                            .forEach(frame -> channel.announce(self.envelopes().topic(swarm, day), frame));
                }
            }
        });
    }

    /**
     * Seals a signal to a peer.
     *
     * @param to whom
     * @param kind PRESENCE, OFFER, NEGOTIATE or REJECT
     * @param negotiation 16 bytes, or none
     * @param body encoded
     * @return the envelope, or empty while the node does not know itself
     */
    public Optional<byte[]> seal(KnownPeer to, Signal.Kind kind, byte[] negotiation, byte[] body) {
        return node.self()
                .map(self -> {
                    Signal signal = signal(self, Optional.of(to.id()), kind, negotiation, now(), body);
                    return sealed(() -> self.envelopes().seal(signal, to.sealKey()));
                })
                .filter(envelope -> envelope.length > 0);
    }

    /** An identity that is just going refuses to sign; then nothing is sent. */
    private byte[] sealed(Supplier<byte[]> seal) {
        try {
            return seal.get();
        } catch (RuntimeException e) {
            LOG.debug("{}: cannot seal: {}", node.label(), e.toString());
            return new byte[0];
        }
    }

    /**
     * Sends an envelope to a peer; the same one may be sent again, the receiver takes it once.
     *
     * @param to whom
     * @param envelope from {@link #seal}
     * @param attempt counted from 0; each goes first over another channel
     */
    public void send(KnownPeer to, byte[] envelope, int attempt) {
        List<HubChannel> ways = ways(to);
        if (!ways.isEmpty()) {
            send(to, envelope, ways, attempt % ways.size(), ways.size());
        }
    }

    /** Seals and sends once. */
    public void post(KnownPeer to, Signal.Kind kind, byte[] negotiation, byte[] body) {
        seal(to, kind, negotiation, body).ifPresent(envelope -> send(to, envelope, 0));
    }

    private void send(KnownPeer to, byte[] envelope, List<HubChannel> ways, int index, int left) {
        HubChannel channel = ways.get(index);
        Runnable next = () -> {
            if (left > 1) {
                send(to, envelope, ways, (index + 1) % ways.size(), left - 1);
            }
        };
        List<byte[]> frames = channel.usable() ? frames(channel, envelope) : List.of();
        if (frames.isEmpty()) {
            next.run();
            return;
        }
        boolean[] refused = new boolean[1];
        for (byte[] frame : frames) {
            var sent = channel.send(to.inbox(), frame).whenComplete((acceptance, thrown) -> {
                if (thrown != null || !acceptance.isSent()) {
                    node.loop().execute(() -> {
                        if (!refused[0]) {
                            refused[0] = true;
                            LOG.debug("{}: {} refused a frame", node.label(), channel.via());
                            next.run();
                        }
                    });
                }
            });
            LOG.trace("{}: frame of {} bytes over {}: {}", node.label(), frame.length, channel.via(), sent);
        }
    }

    /** Channels over which the peer was heard come first, the nearest of them at the front. */
    private List<HubChannel> ways(KnownPeer to) {
        List<HubChannel> heard = new ArrayList<>();
        List<HubChannel> others = new ArrayList<>();
        for (HubChannel channel : hub.usableChannels()) {
            (to.channels().contains(channel.via().channel()) ? heard : others).add(channel);
        }
        heard.addAll(others);
        return heard;
    }

    private List<byte[]> frames(HubChannel channel, byte[] envelope) {
        return Fragments.split(envelope, channel.maxFrameBytes(), () -> node.randomBytes(Fragments.ID_BYTES));
    }

    private Signal signal(
            Self self, Optional<PeerId> receiver, Signal.Kind kind, byte[] negotiation, Instant now, byte[] body) {
        Instant expiry = now.plus(node.limits().hub().window());
        return new Signal(self.id(), receiver, kind, negotiation, sequence++, now, expiry, body);
    }

    private Instant now() {
        return node.loop().now().truncatedTo(ChronoUnit.MILLIS);
    }
}
