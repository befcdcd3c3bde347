// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.transfer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.skerry.api.ChunkId;
import org.skerry.exchange.internal.cache.HoldingRecord;
import org.skerry.exchange.internal.cache.Holdings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up again what the journal keeps. What the disk does not give is asked for again, less and less often, until it does:
 * only what is known to be gone is taken for lost.
 */
public final class TakeUp {

    private static final Logger LOG = LoggerFactory.getLogger(TakeUp.class);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final Ground ground;
    private final Transfers transfers;
    private final Shares shares;
    private final Holdings holdings;
    private volatile boolean stopped;
    /** What the disk did not give; in turn. */
    private Optional<String> missed = Optional.empty();
    /** Whether all holdings were read once; in turn. */
    private boolean allRecords;

    /** Those that wait until their holdings are known, or all are; on the loop. */
    private final List<TransferRecord> held = new ArrayList<>();

    /** Takes up these. */
    public TakeUp(Ground ground, Transfers transfers, Shares shares, Holdings holdings) {
        this.ground = ground;
        this.transfers = transfers;
        this.shares = shares;
        this.holdings = holdings;
    }

    /**
     * Begins. Any thread.
     *
     * @param all also shares and transfers; what is kept for others in any case, or its chunks would be no one's
     */
    public void start(boolean all) {
        ground.journal().inTurn().execute(() -> read(all, FIRST_PAUSE));
    }

    /** Takes up no more. Any thread. */
    public void stop() {
        stopped = true;
    }

    private void read(boolean all, Duration pause) {
        if (stopped) {
            return;
        }
        Journal journal = ground.journal();
        Journal.Found<HoldingRecord> records = journal.holdings();
        Journal.Found<ChunkId> roots = all ? journal.shares() : none();
        Journal.Found<TransferRecord> fetches = all ? journal.transfers() : none();
        ground.context().loop().execute(() -> takeUp(records, roots, fetches));
        allRecords |= records.missed().isEmpty();
        Optional<String> before = missed;
        missed = Stream.of(records, roots, fetches)
                .flatMap(it -> it.missed().stream())
                .findFirst();
        if (!missed.equals(before)) {
            tell(before.isEmpty());
        }
        if (missed.isEmpty()) {
            journal.foundAll();
        } else {
            readLater(all, pause);
        }
    }

    private static <T> Journal.Found<T> none() {
        return new Journal.Found<>(List.of(), Optional.empty());
    }

    private void readLater(boolean all, Duration pause) {
        Duration twice = pause.multipliedBy(2);
        Runnable retry = () -> read(all, twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE);
        ground.context().loop().schedule(pause, () -> ground.journal().inTurn().execute(retry));
    }

    private void tell(boolean first) {
        ground.troubles().over(this);
        if (missed.isEmpty()) {
            LOG.info("all of the journal could be read");
            return;
        }
        String what = missed.get() + "; it is taken up as soon as the disk gives it"
                + (allRecords ? "" : ", and nothing is dropped from the stores before");
        ground.troubles().has(this, Troubles.Kind.JOURNAL, what);
        if (first) {
            LOG.warn("{}", what);
        }
    }

    /** On the loop. Holdings come before the fetches of them begin, which would make those anew that they do not find. */
    private void takeUp(
            Journal.Found<HoldingRecord> records, Journal.Found<ChunkId> roots, Journal.Found<TransferRecord> fetches) {
        if (stopped) {
            return;
        }
        boolean allKnown = holdings.takenUp();
        for (TransferRecord fetch : fetches.found()) {
            if (allKnown && !isKnown(fetch, records.found())) {
                LOG.info("{} was dropped while the disk did not give transfer {}", fetch.link(), fetch.id());
                ground.journal().forget(fetch.id());
            } else {
                held.add(fetch);
            }
        }
        boolean nowKnown = allKnown || records.missed().isEmpty();
        List<TransferRecord> now = held.stream()
                .filter(it -> nowKnown || isKnown(it, records.found()))
                .toList();
        held.removeAll(now);
        List<TransferRun> runs = transfers.takeUp(now);
        holdings.takeUp(records.found(), nowKnown);
        runs.forEach(transfers::begin);
        shares.takeUp(roots.found());
    }

    /** Whether it needs no holding, or has one. */
    private boolean isKnown(TransferRecord fetch, List<HoldingRecord> found) {
        ChunkId root = fetch.link().root();
        return fetch.link().secret().isPresent()
                || holdings.knows(root)
                || found.stream().anyMatch(it -> it.link().root().equals(root));
    }
}
