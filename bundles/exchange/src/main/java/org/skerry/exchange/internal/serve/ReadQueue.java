// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.skerry.exchange.internal.flow.ExchangeContext;
import org.skerry.exchange.internal.peer.Outgoing;
import org.skerry.exchange.internal.peer.Peers;
import org.skerry.exchange.internal.peer.RemotePeer;
import org.skerry.exchange.internal.peer.ServedWant;

/**
 * Says which want of which peer to read next: class, then priority, then one peer after the other. Every fourth time it is
 * simply the next peer's turn, because class and priority are what peers claim for themselves.
 */
final class ReadQueue {

    /** What a chunk counts for while its length is not known, in bytes. */
    static final int GUESS = 64 << 10;

    private static final int FAIR_TURN = 4;

    private final ExchangeContext context;
    private final Peers peers;
    private long reading;
    private int turn;
    private int next;

    ReadQueue(ExchangeContext context, Peers peers) {
        this.context = context;
        this.peers = peers;
    }

    /** {@return the peer whose first want is to be read now} */
    Optional<RemotePeer> poll() {
        List<RemotePeer> able = able();
        if (able.isEmpty()) {
            return Optional.empty();
        }
        int at = next % able.size();
        if (++turn % FAIR_TURN != 0) {
            at = mostUrgent(able, at);
        }
        next = at + 1;
        return Optional.of(able.get(at));
    }

    /** Counts chunks that are being read for a peer; also if its session ends before the read does. */
    void reading(RemotePeer peer, int delta) {
        peer.reading().chunks(delta);
        reading += delta;
    }

    private List<RemotePeer> able() {
        List<RemotePeer> able = new ArrayList<>();
        long all = reading * GUESS;
        for (RemotePeer peer : peers.all()) {
            Outgoing outgoing = peer.outgoing();
            all += outgoing.readAhead();
            long ahead = (long) peer.reading().chunks() * GUESS + outgoing.readAhead();
            if (peer.ready() && outgoing.head().isPresent() && ahead < most(outgoing)) {
                able.add(peer);
            }
        }
        return all < context.readAhead() ? able : List.of();
    }

    /** What cannot be sent for want of credit need not be read. */
    private long most(Outgoing outgoing) {
        return Math.min(context.settings().readAhead(), Math.max(GUESS, outgoing.creditLeft()));
    }

    private static int mostUrgent(List<RemotePeer> able, int from) {
        int best = from;
        for (int i = 1; i < able.size(); i++) {
            int at = (from + i) % able.size();
            if (moreUrgent(head(able.get(at)), head(able.get(best)))) {
                best = at;
            }
        }
        return best;
    }

    private static ServedWant head(RemotePeer peer) {
        return peer.outgoing().head().orElseThrow();
    }

    private static boolean moreUrgent(ServedWant one, ServedWant other) {
        int order = one.traffic().compareTo(other.traffic());
        return order < 0 || order == 0 && one.priority() > other.priority();
    }
}
