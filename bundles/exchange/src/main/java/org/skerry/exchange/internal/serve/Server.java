// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.serve;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.skerry.api.ChunkId;
import org.skerry.api.SwarmId;
import org.skerry.base.frame.Frame;
import org.skerry.exchange.internal.flow.ExchangeContext;
import org.skerry.exchange.internal.flow.ExchangeSettings;
import org.skerry.exchange.internal.local.Sources;
import org.skerry.exchange.internal.peer.Outgoing;
import org.skerry.exchange.internal.peer.Peers;
import org.skerry.exchange.internal.peer.RemotePeer;
import org.skerry.exchange.internal.peer.ServedWant;
import org.skerry.exchange.internal.wire.Limits;
import org.skerry.exchange.internal.wire.Message;
import org.skerry.exchange.internal.wire.MessageWriter;
import org.skerry.exchange.internal.wire.ProtocolViolation;
import org.skerry.spi.content.ChunkRead;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves wants: reads ahead, and sends one chunk after the other to each peer. Confined to the loop. */
public final class Server {

    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    private static final int LEAST_FRAGMENT = 4 << 10;
    private static final int UNMEASURED_FRAGMENT = 16 << 10;
    private static final long LEAST_BUFFERED = 128 << 10;
    private static final long MOST_BUFFERED = 4 << 20;
    private static final Duration POLL = Duration.ofMillis(2);
    private static final long BUSY_MILLIS = 250;

    private final ExchangeContext context;
    private final Sources sources;
    private final ServedSwarms swarms;
    private final Unserved unserved;
    private final Consumer<SwarmId> served;
    private final ReadQueue queue;
    private final Set<RemotePeer> waiting = new HashSet<>();

    /**
     * Serves the chunks of {@code sources} to {@code peers}, in swarms of this node only.
     *
     * @param served hears in which swarm a chunk was sent
     */
    public Server(
            ExchangeContext context,
            Peers peers,
            Sources sources,
            ServedSwarms swarms,
            Unserved unserved,
            Consumer<SwarmId> served) {
        this.context = context;
        this.sources = sources;
        this.swarms = swarms;
        this.unserved = unserved;
        this.served = served;
        this.queue = new ReadQueue(context, peers);
    }

    /**
     * A peer wants chunks.
     *
     * @throws ProtocolViolation if it uses a request id twice
     */
    public void onWant(RemotePeer peer, Message.Want message) throws ProtocolViolation {
        Outgoing outgoing = peer.outgoing();
        ServedWant.Asked asked = new ServedWant.Asked(
                message.swarm(), message.traffic(), message.priority(), message.from(), message.length());
        boolean served = swarms.contains(message.swarm());
        List<ChunkId> chunks = message.chunks();
        for (int i = 0; i < chunks.size(); i++) {
            if (!served) {
                peer.send(Message.HaveNot.missing(message.firstId() + i));
            } else if (full(outgoing)) {
                peer.send(new Message.Busy(message.firstId() + i, chunks.size() - i, BUSY_MILLIS));
                break;
            } else if (!outgoing.add(message.firstId() + i, asked, chunks.get(i))) {
                throw new ProtocolViolation("request id used twice");
            }
        }
        fill();
    }

    private boolean full(Outgoing outgoing) {
        ExchangeSettings limits = context.settings();
        return outgoing.size() >= limits.maxWants() || outgoing.queueBytes() + Outgoing.ENTRY_BYTES > limits.maxQueue();
    }

    /** A peer takes wants back. */
    public void onCancel(RemotePeer peer, Message.Cancel message) {
        for (int i = 0; i < message.count(); i++) {
            peer.outgoing().remove(message.firstId() + i).ifPresent(Server::unread);
        }
        fill();
    }

    /** A peer allows more. */
    public void onCredit(RemotePeer peer, Message.Credit message) {
        peer.outgoing().credit(message.limit());
        pump(peer);
        fill();
    }

    private void fill() {
        for (Optional<RemotePeer> peer = queue.poll(); peer.isPresent(); peer = queue.poll()) {
            read(peer.get());
        }
    }

    private void read(RemotePeer peer) {
        ServedWant want = peer.outgoing().head().orElseThrow();
        peer.outgoing().reading(want);
        queue.reading(peer, 1);
        sources.read(want.swarm(), want.chunk())
                .whenComplete((read, impossible) -> context.loop().execute(() -> loaded(peer, want, read)));
    }

    private void loaded(RemotePeer peer, ServedWant want, ChunkRead read) {
        queue.reading(peer, -1);
        Outgoing outgoing = want.owner();
        if (outgoing != peer.outgoing() || !outgoing.open(want)) {
            fill();
            return;
        }
        if (read instanceof ChunkRead.Found found && want.loaded(found.chunk())) {
            outgoing.ready(want);
        } else {
            refuse(peer, want, read);
        }
        pump(peer);
        fill();
    }

    private void refuse(RemotePeer peer, ServedWant want, ChunkRead read) {
        want.owner().remove(want.id()).ifPresent(Server::unread);
        LOG.debug("{}: {} not sent: {}", peer, want.chunk().shortText(), read);
        if (!(read instanceof ChunkRead.Found)) {
            unserved.refused(want.swarm(), read);
        }
        peer.send(
                read instanceof ChunkRead.Changed changed
                        ? new Message.HaveNot(want.id(), Message.Reason.CHANGED, changed.mark())
                        : Message.HaveNot.missing(want.id()));
    }

    private static void unread(ServedWant want) {
        want.cost(0);
    }

    private void pump(RemotePeer peer) {
        while (peer.ready()) {
            Optional<ServedWant> want = peer.outgoing().sending();
            if (want.isEmpty()) {
                return;
            }
            int bytes = fragment(peer, want.get());
            if (bytes == 0) {
                return;
            }
            send(peer, want.get(), bytes);
        }
    }

    private void send(RemotePeer peer, ServedWant want, int bytes) {
        long now = context.now();
        Outgoing outgoing = want.owner();
        ByteBuffer frame = MessageWriter.data(want.id(), want.bytes(), want.at(), bytes, want.fresh());
        int payload = frame.remaining() - Frame.HEADER_BYTES;
        outgoing.sent(payload);
        context.up().take(want.swarm(), peer.id(), payload, now);
        want.sent(bytes);
        if (want.left() == 0) {
            outgoing.remove(want.id()).ifPresent(Server::unread);
            served.accept(want.swarm());
        }
        peer.sending().busy(true, now);
        peer.sendData(frame)
                .whenComplete((sent, lost) -> context.loop().execute(() -> {
                    if (outgoing == peer.outgoing()) {
                        onLeft(peer, payload, lost != null);
                    }
                }));
    }

    private void onLeft(RemotePeer peer, int payload, boolean lost) {
        if (lost) {
            peer.lost();
            return;
        }
        long now = context.now();
        peer.frameLeft();
        peer.sending().moved(payload, now);
        if (peer.unsentFrames() == 0) {
            peer.sending().busy(false, now);
        }
        pump(peer);
        fill();
    }

    /** {@return how many bytes of the chunk to send now; 0 to wait for credit, for the link or for a throttle} */
    private int fragment(RemotePeer peer, ServedWant want) {
        int extra = want.fresh() ? MessageWriter.LENGTH_BYTES : 0;
        long credit = peer.outgoing().creditLeft() - extra;
        if (credit < Math.min(want.left(), LEAST_FRAGMENT)) {
            return 0;
        }
        double rate = peer.sending().bytesPerSecond();
        long most = Math.max(LEAST_BUFFERED, Math.min(MOST_BUFFERED, (long) (rate / 10)));
        if (peer.session().bufferedBytes() >= most) {
            if (peer.unsentFrames() == 0) {
                pumpLater(peer, POLL);
            }
            return 0;
        }
        Duration pause = longer(
                context.up().pause(peer.id(), context.now()), context.up().pause(want.swarm(), context.now()));
        if (!pause.isZero()) {
            pumpLater(peer, pause);
            return 0;
        }
        int frame = Math.min(Limits.FRAME_BYTES, peer.session().maxMessageBytes()) - Frame.HEADER_BYTES - extra;
        int quarter = rate == 0 ? UNMEASURED_FRAGMENT : (int) Math.max(1024, Math.min(frame, rate / 4));
        return (int) Math.min(credit, Math.min(want.left(), Math.min(frame, quarter)));
    }

    private void pumpLater(RemotePeer peer, Duration pause) {
        if (waiting.add(peer)) {
            context.loop().schedule(pause, () -> {
                waiting.remove(peer);
                pump(peer);
                fill();
            });
        }
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
