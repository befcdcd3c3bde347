// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.transfer;

import java.time.Duration;
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
 * only what is known to be gone is taken for lost. Starts on any thread.
 */
public final class TakeUp {

    private static final Logger LOG = LoggerFactory.getLogger(TakeUp.class);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final Ground ground;
    private final Transfers transfers;
    private final Shares shares;
    private final Holdings holdings;
    private boolean missing; // in turn

    /** Takes up these. */
    public TakeUp(Ground ground, Transfers transfers, Shares shares, Holdings holdings) {
        this.ground = ground;
        this.transfers = transfers;
        this.shares = shares;
        this.holdings = holdings;
    }

    /**
     * Begins.
     *
     * @param all also shares and transfers; what is kept for others in any case, or its chunks would be no one's
     */
    public void start(boolean all) {
        ground.journal().inTurn().execute(() -> run(all, FIRST_PAUSE));
    }

    private void run(boolean all, Duration pause) {
        Journal journal = ground.journal();
        Journal.Found<ChunkId> roots = all ? journal.shares() : none();
        Journal.Found<HoldingRecord> records = journal.holdings();
        Journal.Found<TransferRecord> fetches = all ? journal.transfers() : none();
        transfers.takeUp(fetches.found());
        ground.context().loop().execute(() -> {
            shares.takeUp(roots.found());
            holdings.takeUp(records.found(), records.missed().isEmpty());
        });
        Stream.of(roots, records, fetches)
                .flatMap(it -> it.missed().stream())
                .findFirst()
                .ifPresentOrElse(missed -> again(missed, all, pause), this::nothingMissing);
    }

    private static <T> Journal.Found<T> none() {
        return new Journal.Found<>(List.of(), Optional.empty());
    }

    private void again(String missed, boolean all, Duration pause) {
        if (!missing) {
            missing = true;
            String what = missed + "; what was kept there is taken up as soon as the disk gives it";
            LOG.warn("{}", what);
            ground.troubles().has(this, Troubles.Kind.JOURNAL, what);
        }
        Duration twice = pause.multipliedBy(2);
        Runnable retry = () -> run(all, twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE);
        ground.context().loop().schedule(pause, () -> ground.journal().inTurn().execute(retry));
    }

    private void nothingMissing() {
        if (missing) {
            missing = false;
            LOG.info("all that was kept is taken up again");
            ground.troubles().over(this);
        }
    }
}
