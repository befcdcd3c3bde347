// SPDX-License-Identifier: Apache-2.0
package org.skerry.webrtc.host.internal;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.skerry.webrtc.host.HostStats;
import org.skerry.webrtc.host.RtcConnection;
import org.skerry.webrtc.host.RtcListener;
import org.skerry.webrtc.host.RtcSettings;
import org.skerry.webrtc.host.WebRtcHost;

/** What one bundle has opened. Thread-safe. */
final class Lease implements WebRtcHost {

    private final Factories factories;
    private final Set<NativeConnection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;

    Lease(Factories factories) {
        this.factories = factories;
    }

    @Override
    public CompletionStage<Optional<String>> obstacle() {
        return factories.obstacle();
    }

    @Override
    public RtcConnection open(RtcSettings settings, RtcListener listener) {
        NativeConnection connection = factories.open(settings, listener, open::remove);
        open.add(connection);
        if (connection.ended()) {
            open.remove(connection);
        }
        if (ended) {
            connection.close();
        }
        return connection;
    }

    @Override
    public HostStats stats() {
        return factories.stats();
    }

    /** Closes what is open; soon nothing of the user is called, or referred to, any more. */
    void end() {
        ended = true;
        open.forEach(NativeConnection::close);
    }
}
