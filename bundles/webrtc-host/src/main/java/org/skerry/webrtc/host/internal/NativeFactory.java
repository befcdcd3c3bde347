// SPDX-License-Identifier: Apache-2.0
package org.skerry.webrtc.host.internal;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.media.audio.HeadlessAudioDeviceModule;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One native factory with its threads. Without the headless audio module the library aborts the process where there is no
 * sound device. Confined to the native thread but for the counter.
 */
final class NativeFactory {

    private final HeadlessAudioDeviceModule audio = new HeadlessAudioDeviceModule();
    private final PeerConnectionFactory factory = new PeerConnectionFactory(audio);
    private final Set<NativeConnection> connections = new LinkedHashSet<>();
    private final AtomicLong messages = new AtomicLong();

    /** {@return the connections that it made and that are open} */
    Set<NativeConnection> connections() {
        return connections;
    }

    /** Counts a message, on any thread. @return how many its connections have received */
    long received() {
        return messages.incrementAndGet();
    }

    /** {@return how many messages its connections have received} */
    long messages() {
        return messages.get();
    }

    RTCPeerConnection create(RTCConfiguration configuration, PeerConnectionObserver observer) {
        return factory.createPeerConnection(configuration, observer);
    }

    /** Ends its threads. Its connections have been closed: with an open one this would kill the process. */
    void dispose() {
        if (!connections.isEmpty()) {
            throw new IllegalStateException(connections.size() + " connections are open");
        }
        factory.dispose();
        audio.dispose();
    }
}
