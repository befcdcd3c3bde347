// SPDX-License-Identifier: Apache-2.0
package org.skerry.webrtc.host.internal;

import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCIceGatheringState;
import dev.onvoid.webrtc.RTCPeerConnectionState;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.skerry.webrtc.host.RtcListener;
import org.skerry.webrtc.host.RtcState;

/** What the library keeps a reference to for a connection; refers to nothing of its user once cleared. */
final class ConnectionShim implements PeerConnectionObserver {

    private static final String INTRUSION = "opened a channel of its own";

    private final AtomicReference<@Nullable Consumer<String>> onIntrusion;
    private volatile @Nullable RtcListener listener;

    /** @param onIntrusion hears, on a thread of the library and once, what the other end did that ends the connection */
    ConnectionShim(RtcListener listener, Consumer<String> onIntrusion) {
        this.listener = listener;
        this.onIntrusion = new AtomicReference<>(onIntrusion);
    }

    /** Tells the listener something, if it has not been told the end. */
    void tell(Consumer<RtcListener> what) {
        RtcListener to = listener;
        if (to != null) {
            Shims.safely(() -> what.accept(to));
        }
    }

    /** Tells the listener the last thing, once. */
    synchronized void tellLast(Consumer<RtcListener> what) {
        RtcListener to = listener;
        listener = null;
        onIntrusion.set(null);
        if (to != null) {
            Shims.safely(() -> what.accept(to));
        }
    }

    @Override
    public void onIceCandidate(RTCIceCandidate candidate) {
        tell(it -> it.candidate(candidate.sdp));
    }

    @Override
    public void onIceGatheringChange(RTCIceGatheringState state) {
        if (state == RTCIceGatheringState.COMPLETE) {
            tell(RtcListener::gathered);
        }
    }

    @Override
    public void onConnectionChange(RTCPeerConnectionState state) {
        tell(it -> it.state(RtcState.valueOf(state.name())));
    }

    /**
     * Both channels are negotiated in advance: who opens another one only wants to fill memory, as the library keeps up to 16 MiB
     * for each that nobody hears. It comes with a reference that is given back at once, however many follow; its connection still
     * holds it, and frees it and what it has kept when it closes.
     */
    @Override
    public void onDataChannel(RTCDataChannel channel) {
        Shims.safely(() -> Handles.release(channel));
        Consumer<String> first = onIntrusion.getAndSet(null);
        if (first != null) {
            tell(it -> it.violated(INTRUSION));
            Shims.safely(() -> first.accept("the other end " + INTRUSION));
        }
    }
}
