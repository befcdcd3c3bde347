// SPDX-License-Identifier: Apache-2.0
package org.skerry.signaling.broadcast.internal;

import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.skerry.api.Id256;
import org.skerry.spi.signaling.Acceptance;
import org.skerry.spi.signaling.ChannelState;
import org.skerry.spi.signaling.Inbox;
import org.skerry.spi.signaling.SignalingChannel;
import org.skerry.spi.signaling.SignalingContext;
import org.skerry.spi.signaling.SignalingListener;
import org.skerry.spi.signaling.Topic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node at the meeting point. An address is one byte that says topic or inbox, then its 32 bytes. */
final class BroadcastChannel implements SignalingChannel {

    private static final Logger LOG = LoggerFactory.getLogger(BroadcastChannel.class);
    private static final byte TOPIC = 0;
    private static final byte INBOX = 1;

    private final String name = UUID.randomUUID().toString();
    private final MeetingPoint meetingPoint;
    private final int maxFrameBytes;
    private final String label;
    private final Delivery delivery;
    private final Consumer<BroadcastChannel> onClose;
    private final AtomicBoolean closed = new AtomicBoolean();

    private volatile Set<Topic> topics = Set.of();
    private volatile Set<Inbox> inboxes = Set.of();

    BroadcastChannel(
            BroadcastLimits limits, SignalingContext self, SignalingListener in, Consumer<BroadcastChannel> onClose) {
        this.meetingPoint = new MeetingPoint(limits.group());
        this.maxFrameBytes = limits.maxFrameBytes();
        this.label = self.label();
        this.delivery = new Delivery(label, self.executor(), in, limits.queueFrames());
        this.onClose = onClose;
    }

    void open() {
        meetingPoint.join(name, this::arrived);
        delivery.later(listener -> listener.state(ChannelState.OPEN, "meets nodes of this JVM"));
    }

    @Override
    public void subscribe(Set<Topic> all) {
        topics = Set.copyOf(all);
    }

    @Override
    public void listen(Set<Inbox> own) {
        inboxes = Set.copyOf(own);
    }

    @Override
    public void announce(Topic topic, byte[] beacon) {
        if (beacon.length > maxFrameBytes) {
            LOG.debug("{}: beacon of {} bytes not sent, {} are allowed", label, beacon.length, maxFrameBytes);
        } else if (!closed.get()) {
            deliverToOthers(address(TOPIC, topic), beacon);
        }
    }

    @Override
    public CompletionStage<Acceptance> send(Inbox to, byte[] frame) {
        return CompletableFuture.completedFuture(sendNow(to, frame));
    }

    private Acceptance sendNow(Inbox to, byte[] frame) {
        if (closed.get()) {
            return Acceptance.refused("the channel is closed");
        }
        if (frame.length > maxFrameBytes) {
            return Acceptance.refused("frame of " + frame.length + " bytes, " + maxFrameBytes + " are allowed");
        }
        deliverToOthers(address(INBOX, to), frame);
        return Acceptance.sent();
    }

    @Override
    public int maxFrameBytes() {
        return maxFrameBytes;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            meetingPoint.leave(name);
            delivery.end();
            onClose.accept(this);
        }
    }

    private void deliverToOthers(byte[] address, byte[] frame) {
        meetingPoint.present().forEach((receiver, inlet) -> {
            if (!receiver.equals(name)) {
                deliver(receiver, inlet, address, frame);
            }
        });
    }

    private void deliver(String receiver, BiConsumer<byte[], byte[]> inlet, byte[] address, byte[] frame) {
        try {
            inlet.accept(address, frame);
        } catch (LinkageError gone) {
            LOG.debug("{}: receiver {} lost its classes, it is removed: {}", label, receiver, gone.toString());
            meetingPoint.leave(receiver);
        } catch (Throwable thrown) {
            LOG.debug("{}: receiver {} threw: {}", label, receiver, thrown.toString());
        }
    }

    /** Called by senders, on their threads, perhaps out of another framework. */
    private void arrived(byte[] address, byte[] frame) {
        if (closed.get() || address.length != 1 + Id256.BYTES || frame.length > maxFrameBytes) {
            return;
        }
        byte[] id = Arrays.copyOfRange(address, 1, address.length);
        if (address[0] == TOPIC) {
            Topic topic = Topic.of(id);
            if (topics.contains(topic)) {
                delivery.later(listener -> listener.announced(topic, frame));
            }
        } else if (address[0] == INBOX && inboxes.contains(Inbox.of(id))) {
            delivery.later(listener -> listener.received(frame));
        }
    }

    private static byte[] address(byte kind, Id256 id) {
        byte[] address = new byte[1 + Id256.BYTES];
        address[0] = kind;
        System.arraycopy(id.bytes(), 0, address, 1, Id256.BYTES);
        return address;
    }
}
