// SPDX-License-Identifier: Apache-2.0
package org.skerry.webrtc.host.internal;

import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCDataChannelBuffer;
import dev.onvoid.webrtc.RTCDataChannelInit;
import dev.onvoid.webrtc.RTCDataChannelObserver;
import dev.onvoid.webrtc.RTCDataChannelState;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCPriorityType;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.skerry.webrtc.host.RtcConnection;

/**
 * One channel, and the shim that hears it. Callers of {@link #send} hold its lock while the library hands the message to its
 * network thread; what that thread calls never takes the lock, or the two would wait for each other.
 */
final class NativeChannel {

    /** The library loses what is sent beyond it, and closes the channel. */
    private static final long MOST_BUFFERED = 16 << 20;

    private final RTCDataChannel channel;
    private final Shim shim;
    private boolean closed;
    /** At least what waits in the library: as it said last, and what it was given since. Asking takes as long as sending. */
    private long waiting;

    private NativeChannel(RTCDataChannel channel, Shim shim) {
        this.channel = channel;
        this.shim = shim;
    }

    /** Hears a channel, on threads of the library. */
    interface Owner {

        void opened(int id);

        void received(int id, byte[] message, boolean text);

        void channelClosed(int id);
    }

    /** Makes a channel that both ends know of without being told. On the native thread. */
    static NativeChannel open(RTCPeerConnection connection, int id, Owner owner) {
        RTCDataChannelInit init = new RTCDataChannelInit();
        init.negotiated = true;
        init.ordered = true;
        init.id = id;
        init.priority = id == 0 ? RTCPriorityType.HIGH : RTCPriorityType.LOW;
        RTCDataChannel made = connection.createDataChannel("skerry-" + id, init);
        Shim shim = new Shim(made, id, owner);
        made.registerObserver(shim);
        return new NativeChannel(made, shim);
    }

    synchronized boolean send(byte[] message, boolean text) {
        if (closed || !shim.open || message.length == 0 || message.length > RtcConnection.MAX_MESSAGE_BYTES) {
            return false;
        }
        if (waiting + message.length > MOST_BUFFERED && buffered() + message.length > MOST_BUFFERED) {
            return false;
        }
        try {
            channel.send(new RTCDataChannelBuffer(ByteBuffer.wrap(message), !text));
            waiting += message.length;
            return true;
        } catch (Exception e) {
            return false; // it closed meanwhile
        }
    }

    synchronized long buffered() {
        waiting = closed ? 0 : channel.getBufferedAmount();
        return waiting;
    }

    /** Frees it. On the native thread. */
    synchronized void close() {
        if (!closed) {
            closed = true;
            shim.owner = null;
            channel.unregisterObserver();
            channel.dispose();
        }
    }

    /** What the library keeps a reference to. Nothing may be thrown into it: that would end the process. */
    private static final class Shim implements RTCDataChannelObserver {

        private final RTCDataChannel channel;
        private final int id;
        private volatile @Nullable Owner owner;
        private volatile boolean open;

        Shim(RTCDataChannel channel, int id, Owner owner) {
            this.channel = channel;
            this.id = id;
            this.owner = owner;
        }

        /** Never called by webrtc-java 0.14.0. */
        @Override
        public void onBufferedAmountChange(long previousAmount) {}

        @Override
        public void onStateChange() {
            Owner to = owner;
            if (to != null) {
                Shims.safely(() -> {
                    RTCDataChannelState state = channel.getState();
                    open = state == RTCDataChannelState.OPEN;
                    if (open) {
                        to.opened(id);
                    } else if (state == RTCDataChannelState.CLOSED) {
                        to.channelClosed(id);
                    }
                });
            }
        }

        @Override
        public void onMessage(RTCDataChannelBuffer buffer) {
            Owner to = owner;
            if (to != null) {
                Shims.safely(() -> {
                    byte[] message = new byte[buffer.data.remaining()];
                    buffer.data.get(message);
                    to.received(id, message, !buffer.binary);
                });
            }
        }
    }
}
