// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.skerry.api.PeerId;
import org.skerry.api.PeerInfo;
import org.skerry.api.Registration;
import org.skerry.api.SwarmId;
import org.skerry.spi.session.Conduct;
import org.skerry.spi.session.Peering;
import org.skerry.spi.session.Session;
import org.skerry.spi.session.SessionListener;

/** Sessions as the test makes them, and a book of what was reported. */
final class FakePeering implements Peering {

    record Report(PeerId peer, Conduct conduct, String detail) {}

    final PeerId self;
    final List<FakeSession> sessions = new CopyOnWriteArrayList<>();
    final List<Report> reports = new CopyOnWriteArrayList<>();
    final Map<SwarmId, List<Boolean>> joined = new ConcurrentHashMap<>();
    private volatile SessionListener listener;

    FakePeering(PeerId self) {
        this.self = self;
    }

    Optional<SessionListener> listener() {
        return Optional.ofNullable(listener);
    }

    long count(Conduct conduct) {
        return reports.stream().filter(it -> it.conduct() == conduct).count();
    }

    boolean in(SwarmId swarm) {
        return !joined.getOrDefault(swarm, List.of()).isEmpty();
    }

    @Override
    public Registration join(SwarmId swarm, boolean seeking) {
        joined.computeIfAbsent(swarm, it -> new CopyOnWriteArrayList<>()).add(seeking);
        for (FakeSession session : sessions) {
            FakeNet.meet(session, swarm);
        }
        boolean[] left = {false};
        return () -> {
            if (!left[0]) {
                left[0] = true;
                joined.get(swarm).remove((Object) seeking);
            }
        };
    }

    @Override
    public Registration listen(SessionListener next) {
        listener = next;
        for (Session session : sessions) {
            next.opened(session, Duration.ofMillis(3));
        }
        return () -> listener = null;
    }

    @Override
    public List<PeerInfo> peers() {
        return List.of();
    }

    @Override
    public void report(PeerId peer, Conduct conduct, String detail) {
        reports.add(new Report(peer, conduct, detail));
    }
}
