// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.transfer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.skerry.api.ContentLink;
import org.skerry.api.FetchOptions;
import org.skerry.api.admin.Upkeep;
import org.skerry.exchange.internal.cache.Holdings;
import org.skerry.exchange.internal.local.ContentWalk;
import org.skerry.spi.content.ChunkSource;
import org.skerry.spi.content.Contents;

/**
 * Looks after the journal, what transfers have fetched so far, and what is kept in stores for others. Repairs after the stores
 * and content have: what they dropped is fetched again by the transfers that need it.
 */
public final class TransferUpkeep implements Upkeep {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final Ground ground;
    private final Transfers transfers;
    private final Shares shares;
    private final Holdings holdings;

    /** Looks after these. */
    public TransferUpkeep(Ground ground, Transfers transfers, Shares shares, Holdings holdings) {
        this.ground = ground;
        this.transfers = transfers;
        this.shares = shares;
        this.holdings = holdings;
    }

    @Override
    public int turn() {
        return 1;
    }

    @Override
    public CompletionStage<List<Kept>> verify(boolean deep) {
        return all(false);
    }

    @Override
    public CompletionStage<List<Kept>> repair() {
        return all(true);
    }

    private CompletionStage<List<Kept>> all(boolean repair) {
        List<Kept> sum = new ArrayList<>();
        return CompletableFuture.completedFuture(sum)
                .thenComposeAsync(none -> journal(repair, sum), ground.context().loop())
                .thenComposeAsync(
                        journal -> {
                            if (repair) {
                                shares.takeUp(journal.toServe());
                                shares.openAnew();
                                journal.toCache().forEach(it -> holdings.add(it, false));
                            }
                            return from(transfers.runs().iterator(), repair, sum);
                        },
                        ground.context().loop());
    }

    /** What a repair writes is what was known in its turn; what has changed since is written after it. */
    private CompletableFuture<JournalUpkeep> journal(boolean repair, List<Kept> sum) {
        JournalUpkeep.Known known = known();
        return CompletableFuture.supplyAsync(
                () -> {
                    JournalUpkeep journal = new JournalUpkeep(ground, known, repair);
                    sum.add(journal.run());
                    return journal;
                },
                repair ? ground.journal().inTurn() : ground.context().workers());
    }

    private JournalUpkeep.Known known() {
        return new JournalUpkeep.Known(
                transfers.runs().stream().collect(Collectors.toMap(it -> it.id().value(), TransferRun::record)),
                holdings.records().stream()
                        .collect(Collectors.toMap(it -> it.link().root().toString(), it -> it)));
    }

    // Transfers; on the loop.

    private CompletionStage<List<Kept>> from(Iterator<TransferRun> left, boolean repair, List<Kept> sum) {
        Optional<Contents> contents = ground.contents();
        if (!left.hasNext() || contents.isEmpty()) {
            return caches(holdings.whole().iterator(), repair, sum);
        }
        TransferRun run = left.next();
        return looked(run)
                .thenComposeAsync(
                        none -> underway(run, repair), ground.context().loop())
                .thenComposeAsync(
                        kept -> {
                            kept.ifPresent(sum::add);
                            return from(left, repair, sum);
                        },
                        ground.context().loop());
    }

    /** A fetch that was just taken up again looks at its files first, and before that knows of few of its chunks. */
    private CompletionStage<Boolean> looked(TransferRun run) {
        CompletableFuture<Boolean> looked = new CompletableFuture<>();
        if (run.looksAtDisk()) {
            ground.context().loop().schedule(LOOK_AGAIN, () -> looked(run).thenAccept(looked::complete));
        } else {
            looked.complete(true);
        }
        return looked;
    }

    private CompletionStage<Optional<Kept>> underway(TransferRun run, boolean repair) {
        Optional<Contents> contents = ground.contents();
        Optional<ChunkSource> underway = run.underway();
        return contents.isEmpty() || underway.isEmpty()
                ? CompletableFuture.completedFuture(Optional.empty())
                : partial(run, contents.get(), underway.get(), repair).thenApply(Optional::of);
    }

    private CompletionStage<List<Kept>> caches(Iterator<ContentLink> left, boolean repair, List<Kept> sum) {
        Optional<Contents> contents = ground.contents();
        if (!left.hasNext() || contents.isEmpty()) {
            return repair ? unfinished(sum) : CompletableFuture.completedFuture(sum);
        }
        return cached(left.next(), contents.get(), repair)
                .thenComposeAsync(
                        kept -> {
                            sum.add(kept);
                            return caches(left, repair, sum);
                        },
                        ground.context().loop());
    }

    private CompletionStage<Kept> partial(TransferRun run, Contents contents, ChunkSource source, boolean repair) {
        return new ContentWalk(ground.context().loop(), contents, List.of(source), true)
                .run(run.link().root())
                .thenApply(found -> {
                    List<Fault> faults = new ArrayList<>();
                    // One that has ended meanwhile gives nothing any more, and that is no fault.
                    boolean still = run.underway().filter(it -> it == source).isPresent();
                    if (still && !found.damaged().isEmpty()) {
                        String what = "transfer " + run.id() + " to " + target(run) + ": "
                                + found.damaged().size()
                                + " chunks of what it has fetched are not what they were";
                        faults.add(new Fault(repair ? Outcome.HEALING : Outcome.FOUND, what));
                        if (repair) {
                            run.lookAgain();
                        }
                    }
                    String name = "transfer " + run.id() + " under way to " + target(run);
                    return new Kept(name, found.chunks(), "chunks", found.bytes(), faults);
                });
    }

    private static String target(TransferRun run) {
        return run.status()
                .target()
                .or(() -> run.options().folder())
                .map(Path::toString)
                .orElse("the stores");
    }

    private CompletionStage<Kept> cached(ContentLink link, Contents contents, boolean repair) {
        return new ContentWalk(
                        ground.context().loop(), contents, ground.sources().storeSources(), false)
                .run(link.root())
                .thenApply(found -> {
                    List<Fault> faults = new ArrayList<>();
                    long wrong = found.missing() + found.damaged().size();
                    if (wrong > 0 && holdings.whole().contains(link)) {
                        String what = "cached content " + link.root() + ": the stores lack " + wrong + " chunks of it";
                        faults.add(new Fault(repair ? Outcome.HEALING : Outcome.FOUND, what));
                        if (repair) {
                            holdings.lost(link);
                        }
                    }
                    String name = "cached content " + link.root();
                    return new Kept(name, found.chunks(), "chunks", found.bytes(), faults);
                });
    }

    // Folders that were whole; content has said what is wrong with them, and here is who can fetch.

    private CompletionStage<List<Kept>> unfinished(List<Kept> sum) {
        return ground.contents()
                .map(Contents::unfinished)
                .orElseGet(() -> CompletableFuture.completedFuture(List.of()))
                .thenApplyAsync(
                        all -> {
                            all.forEach(it -> sum.add(fetchedAgain(it)));
                            return sum;
                        },
                        ground.context().loop());
    }

    private Kept fetchedAgain(Contents.Unfinished unfinished) {
        Path folder = unfinished.folder();
        FetchOptions options = transfers.runs().stream()
                .filter(it -> it.servedFolder().filter(folder::equals).isPresent())
                .findFirst()
                .map(TransferRun::options)
                .orElseGet(() -> FetchOptions.into(folder));
        FetchOptions again =
                new FetchOptions(Optional.of(folder), options.parent(), options.strategy(), options.priority());
        String id = transfers.fetch(unfinished.link(), again).id().toString();
        String what = folder + " is fetched again where it is not whole, by transfer " + id;
        return new Kept("fetched folder " + folder, 0, "chunks", 0, List.of(new Fault(Outcome.HEALING, what)));
    }
}
