// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.transfer;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.skerry.api.admin.Readiness.Finding;
import org.skerry.exchange.internal.cache.Holdings;
import org.skerry.exchange.internal.fetch.Fetching;
import org.skerry.exchange.internal.fetch.Strategies;
import org.skerry.exchange.internal.flow.ExchangeContext;
import org.skerry.exchange.internal.local.Sources;
import org.skerry.exchange.internal.peer.Peers;
import org.skerry.exchange.internal.serve.HaveAnswers;
import org.skerry.spi.content.Contents;
import org.skerry.spi.session.Peering;

/** What shares and transfers stand on: the other rooms, and the providers that there are now. */
public final class Ground {

    private final ExchangeContext context;
    private final Events events;
    private final Journal journal;
    private final Supplier<List<Finding>> findings;
    private final Sources sources = new Sources();
    private final Strategies strategies = new Strategies();
    private final Peers peers = new Peers();
    private final Memberships memberships = new Memberships();
    private final Troubles troubles;
    private volatile @Nullable Contents contents;
    private volatile @Nullable Peering peering;

    /**
     * Gathers them.
     *
     * @param context loop, workers, limits
     * @param events tells listeners
     * @param journal keeps what is to be taken up again
     * @param findings what the floors below say is missing; any thread
     * @param troubles what the disk does not let this node do
     */
    public Ground(
            ExchangeContext context,
            Events events,
            Journal journal,
            Supplier<List<Finding>> findings,
            Troubles troubles) {
        this.context = context;
        this.events = events;
        this.journal = journal;
        this.findings = findings;
        this.troubles = troubles;
    }

    /** {@return loop, workers, limits} */
    public ExchangeContext context() {
        return context;
    }

    /** {@return tells listeners} */
    public Events events() {
        return events;
    }

    Troubles troubles() {
        return troubles;
    }

    Journal journal() {
        return journal;
    }

    /** {@return what is missing below} */
    List<Finding> findings() {
        return findings.get();
    }

    /** {@return where chunks are on this node} */
    public Sources sources() {
        return sources;
    }

    /** {@return the sync strategies} */
    public Strategies strategies() {
        return strategies;
    }

    /** {@return the open sessions} */
    public Peers peers() {
        return peers;
    }

    /** {@return the swarms this node is in} */
    public Memberships memberships() {
        return memberships;
    }

    /** {@return content, if it is there; any thread} */
    public Optional<Contents> contents() {
        return Optional.ofNullable(contents);
    }

    /** Content has come, or gone. */
    public void contents(@Nullable Contents now) {
        contents = now;
    }

    /** {@return peering, if it is there; any thread} */
    public Optional<Peering> peering() {
        return Optional.ofNullable(peering);
    }

    /** Peering has come, or gone. */
    public void peering(@Nullable Peering now) {
        peering = now;
        memberships.peering(Optional.ofNullable(now));
    }

    /** The rooms that are built on this ground. */
    public record Rooms(Fetching fetching, HaveAnswers have, Holdings holdings, FullStores full) {}
}
