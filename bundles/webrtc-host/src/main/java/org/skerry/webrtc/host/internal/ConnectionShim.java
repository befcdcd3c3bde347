// SPDX-License-Identifier: Apache-2.0
package org.skerry.webrtc.host.internal;

import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCIceGatheringState;
import dev.onvoid.webrtc.RTCPeerConnectionState;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.skerry.webrtc.host.RtcListener;
import org.skerry.webrtc.host.RtcState;

/** What the library keeps a reference to for a connection; refers to nothing of its user once cleared. */
final class ConnectionShim implements PeerConnectionObserver {

    private volatile @Nullable RtcListener listener;

    ConnectionShim(RtcListener listener) {
        this.listener = listener;
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

    /** Both channels are negotiated in advance: one that the other end opens is not wanted. */
    @Override
    public void onDataChannel(RTCDataChannel channel) {
        Shims.safely(channel::close);
    }
}
