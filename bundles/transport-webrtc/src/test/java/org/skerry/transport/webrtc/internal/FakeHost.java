// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.skerry.webrtc.host.HostStats;
import org.skerry.webrtc.host.RtcConnection;
import org.skerry.webrtc.host.RtcListener;
import org.skerry.webrtc.host.RtcSettings;
import org.skerry.webrtc.host.WebRtcHost;

/** A host without a library: its connections do what the test tells them. */
final class FakeHost implements WebRtcHost {

    final List<FakeConnection> connections = new ArrayList<>();
    Optional<String> obstacle = Optional.empty();

    /** {@return the connection that was opened last} */
    FakeConnection last() {
        return connections.get(connections.size() - 1);
    }

    @Override
    public CompletionStage<Optional<String>> obstacle() {
        return CompletableFuture.completedFuture(obstacle);
    }

    @Override
    public RtcConnection open(RtcSettings settings, RtcListener listener) {
        FakeConnection made = new FakeConnection(listener);
        connections.add(made);
        return made;
    }

    @Override
    public HostStats stats() {
        return new HostStats(1, connections.size(), 0, 0);
    }
}
