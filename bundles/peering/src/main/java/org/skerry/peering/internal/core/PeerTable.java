// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.core;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.skerry.api.PeerId;
import org.skerry.api.PeerInfo;
import org.skerry.api.SwarmId;
import org.skerry.base.loop.Cancellable;
import org.skerry.peering.internal.dial.Negotiations;
import org.skerry.peering.internal.directory.Directory;
import org.skerry.peering.internal.directory.KnownPeer;
import org.skerry.peering.internal.guard.Refusals;
import org.skerry.peering.internal.node.Node;
import org.skerry.peering.internal.session.PeerSession;
import org.skerry.peering.internal.session.Sessions;

/** The list of peers for other threads: rebuilt on the loop a moment after changes, with live figures of sessions. */
final class PeerTable {

    private static final Duration MOMENT = Duration.ofMillis(50);

    /** Presences refresh the time at which peers were heard, so it is rebuilt now and then without a change as well. */
    private static final Duration REFRESH = Duration.ofSeconds(2);

    private record Row(
            PeerId id,
            boolean connecting,
            Set<String> scopes,
            Instant heard,
            Set<SwarmId> swarms,
            Optional<String> refusal,
            @Nullable PeerSession session) {}

    private final Node node;
    private final Directory directory;
    private final Sessions sessions;
    private final Negotiations negotiations;
    private final Refusals refusals;
    private volatile List<Row> rows = List.of();
    private boolean pending;
    private @Nullable Cancellable timer;

    PeerTable(Node node, Directory directory, Sessions sessions, Negotiations negotiations, Refusals refusals) {
        this.node = node;
        this.directory = directory;
        this.sessions = sessions;
        this.negotiations = negotiations;
        this.refusals = refusals;
        refreshLater();
    }

    /** Something changed; on the loop. */
    void changed() {
        if (!pending) {
            pending = true;
            node.loop().schedule(MOMENT, this::rebuild);
        }
    }

    void close() {
        if (timer != null) {
            timer.cancel();
        }
        rows = List.of();
    }

    /** From any thread: connected ones first. */
    List<PeerInfo> peers() {
        return rows.stream()
                .map(PeerTable::info)
                .sorted(Comparator.comparingInt(PeerTable::order).thenComparing(PeerInfo::id))
                .toList();
    }

    private void refreshLater() {
        timer = node.loop().schedule(REFRESH, () -> {
            rebuild();
            refreshLater();
        });
    }

    private void rebuild() {
        pending = false;
        Stream<Row> known = directory.all().stream().map(this::row);
        Stream<Row> others = sessions.all().stream()
                .filter(session -> directory.find(session.peer()).isEmpty())
                .map(session -> new Row(
                        session.peer(), false, Set.of(), heard(session), session.swarms(), Optional.empty(), session));
        Stream<Row> strangers = refusals.all().entrySet().stream()
                .filter(entry -> directory.find(entry.getKey()).isEmpty()
                        && sessions.find(entry.getKey()).isEmpty())
                .map(entry -> stranger(entry.getKey(), entry.getValue()));
        rows = Stream.of(known, others, strangers).flatMap(each -> each).toList();
    }

    private static Row stranger(PeerId peer, Refusals.Refusal refusal) {
        return new Row(peer, false, Set.of(), refusal.at(), Set.of(), Optional.of(refusal.text()), null);
    }

    private Row row(KnownPeer peer) {
        PeerSession session = sessions.find(peer.id()).orElse(null);
        boolean connecting = session == null && negotiations.active(peer.id());
        Optional<String> refusal = refusals.find(peer.id()).map(Refusals.Refusal::text);
        Instant heard = session == null || heard(session).isBefore(peer.heard()) ? peer.heard() : heard(session);
        return new Row(peer.id(), connecting, peer.scopes(), heard, peer.swarms(), refusal, session);
    }

    private Instant heard(PeerSession session) {
        return node.loop().now().minusNanos(node.loop().nanoTime() - session.heardAt());
    }

    private static PeerInfo info(Row row) {
        PeerSession session = row.session();
        if (session == null || session.ended()) {
            PeerInfo.State state = row.connecting() ? PeerInfo.State.CONNECTING : PeerInfo.State.KNOWN;
            return new PeerInfo(
                    row.id(),
                    state,
                    row.scopes(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    0,
                    0,
                    row.heard(),
                    row.swarms(),
                    row.refusal());
        }
        boolean linked = session.linked();
        return new PeerInfo(
                row.id(),
                linked ? PeerInfo.State.CONNECTED : PeerInfo.State.INTERRUPTED,
                row.scopes(),
                linked ? Optional.of(session.transport()) : Optional.empty(),
                Optional.of(session.route()).filter(route -> linked && !route.isEmpty()),
                Optional.of(session.rtt()).filter(rtt -> !rtt.isZero()),
                session.bytesIn(),
                session.bytesOut(),
                row.heard(),
                session.swarms());
    }

    private static int order(PeerInfo info) {
        return switch (info.state()) {
            case CONNECTED -> 0;
            case INTERRUPTED -> 1;
            case CONNECTING -> 2;
            case KNOWN -> 3;
        };
    }
}
