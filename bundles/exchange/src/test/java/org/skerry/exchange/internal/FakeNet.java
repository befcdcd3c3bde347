// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal;

import java.time.Duration;
import org.skerry.api.SwarmId;
import org.skerry.base.loop.Loop;

/** Makes, cuts, mends and closes sessions between nodes of a test. */
final class FakeNet {

    private FakeNet() {}

    /** Opens a session; both sides learn at once which swarms they share. @return the side of {@code one} */
    static FakeSession connect(TestNode one, TestNode two) {
        return connect(one.peering, two.peering, one.loop);
    }

    static FakeSession connect(FakePeering one, FakePeering two, Loop loop) {
        long[] epochs = {0};
        FakeSession a = new FakeSession(one, two.self, loop, epochs);
        FakeSession b = new FakeSession(two, one.self, loop, epochs);
        a.other = b;
        b.other = a;
        for (SwarmId swarm : one.joined.keySet()) {
            if (one.in(swarm) && two.in(swarm)) {
                a.swarms.add(swarm);
                b.swarms.add(swarm);
            }
        }
        one.sessions.add(a);
        two.sessions.add(b);
        one.listener().ifPresent(it -> it.opened(a, Duration.ofMillis(5)));
        two.listener().ifPresent(it -> it.opened(b, Duration.ofMillis(5)));
        return a;
    }

    /** A node has joined a swarm: its peers that are in it get to know, and it of them. */
    static void meet(FakeSession session, SwarmId swarm) {
        FakeSession other = session.other;
        if (session.owner.in(swarm) && other.owner.in(swarm) && session.swarms.add(swarm)) {
            other.swarms.add(swarm);
            session.owner.listener().ifPresent(it -> it.joined(session, swarm));
            other.owner.listener().ifPresent(it -> it.joined(other, swarm));
        }
    }

    static void cut(FakeSession session) {
        session.cut();
        session.other.cut();
        session.owner.listener().ifPresent(it -> it.interrupted(session));
        session.other.owner.listener().ifPresent(it -> it.interrupted(session.other));
    }

    static void mend(FakeSession session) {
        session.linked = true;
        session.other.linked = true;
        session.owner.listener().ifPresent(it -> it.relinked(session));
        session.other.owner.listener().ifPresent(it -> it.relinked(session.other));
    }

    static void close(FakeSession session, String why) {
        if (!session.owner.sessions.remove(session)) {
            return;
        }
        session.other.owner.sessions.remove(session.other);
        session.cut();
        session.other.cut();
        session.owner.listener().ifPresent(it -> it.closed(session, why));
        session.other.owner.listener().ifPresent(it -> it.closed(session.other, why));
    }
}
