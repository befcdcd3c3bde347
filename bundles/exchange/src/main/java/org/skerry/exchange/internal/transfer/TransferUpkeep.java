// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.transfer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.skerry.api.FetchOptions;
import org.skerry.api.admin.Upkeep;
import org.skerry.exchange.internal.local.ContentWalk;
import org.skerry.spi.content.ChunkSource;
import org.skerry.spi.content.Contents;

/**
 * Looks after the journal, what transfers have fetched so far, and what is kept in stores for others. Repairs after the stores
 * and content have: what they dropped is fetched again by the transfers that need it.
 */
public final class TransferUpkeep implements Upkeep {

    private final Ground ground;
    private final Transfers transfers;
    private final Shares shares;

    /** Looks after these. */
    public TransferUpkeep(Ground ground, Transfers transfers, Shares shares) {
        this.ground = ground;
        this.transfers = transfers;
        this.shares = shares;
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
        return CompletableFuture.supplyAsync(this::records, ground.context().loop())
                .thenApplyAsync(
                        known -> journal(repair, known), ground.context().workers())
                .thenComposeAsync(
                        kept -> {
                            sum.add(kept);
                            if (repair) {
                                shares.openAnew();
                            }
                            return from(transfers.runs().iterator(), repair, sum);
                        },
                        ground.context().loop());
    }

    // The journal; on a worker, but for what is known without it.

    private Map<String, TransferRecord> records() {
        return transfers.runs().stream().collect(Collectors.toMap(it -> it.id().value(), TransferRun::record));
    }

    private Kept journal(boolean repair, Map<String, TransferRecord> known) {
        Journal.Check check = ground.journal().check();
        List<Fault> faults = new ArrayList<>();
        for (Journal.Damaged it : check.damaged()) {
            String what = it.file() + " cannot be read: " + it.why();
            faults.add(
                    repair
                            ? mended(it, what, Optional.ofNullable(known.get(it.name())))
                            : new Fault(Outcome.FOUND, what));
        }
        return new Kept("journal of transfers and shares", check.files(), "files", check.bytes(), faults);
    }

    private Fault mended(Journal.Damaged damaged, String what, Optional<TransferRecord> known) {
        if (damaged.isNewer()) {
            return new Fault(Outcome.LEFT, what + "; it was left as it is, for the version that wrote it");
        }
        try {
            ground.journal().setAside(damaged, ground.context().loop().now().toEpochMilli());
            if (known.isPresent()) {
                ground.journal().keepNow(known.get());
                boolean reads = ground.journal().check().damaged().stream()
                        .noneMatch(it -> it.file().equals(damaged.file()));
                return new Fault(reads ? Outcome.MENDED : Outcome.LEFT, what + "; written anew");
            }
            return new Fault(
                    Outcome.LEFT, what + "; it was set aside under damaged/: give its link, or share its files, again");
        } catch (IOException e) {
            return new Fault(Outcome.LEFT, what + "; and cannot be set aside: " + e);
        }
    }

    // Transfers; on the loop.

    private CompletionStage<List<Kept>> from(Iterator<TransferRun> left, boolean repair, List<Kept> sum) {
        if (!left.hasNext()) {
            return repair ? unfinished(sum) : CompletableFuture.completedFuture(sum);
        }
        TransferRun run = left.next();
        Optional<Contents> contents = ground.contents();
        Optional<ChunkSource> underway = run.underway();
        CompletionStage<Optional<Kept>> kept;
        if (contents.isEmpty()) {
            kept = CompletableFuture.completedFuture(Optional.empty());
        } else if (underway.isPresent()) {
            kept = partial(run, contents.get(), underway.get(), repair).thenApply(Optional::of);
        } else if (run.cached()) {
            kept = cached(run, contents.get(), repair).thenApply(Optional::of);
        } else {
            kept = CompletableFuture.completedFuture(Optional.empty());
        }
        return kept.thenComposeAsync(
                it -> {
                    it.ifPresent(sum::add);
                    return from(left, repair, sum);
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

    private CompletionStage<Kept> cached(TransferRun run, Contents contents, boolean repair) {
        return new ContentWalk(
                        ground.context().loop(), contents, ground.sources().storeSources(), false)
                .run(run.link().root())
                .thenApply(found -> {
                    List<Fault> faults = new ArrayList<>();
                    long wrong = found.missing() + found.damaged().size();
                    if (wrong > 0 && run.cached()) {
                        String what = "transfer " + run.id() + ": the stores lack " + wrong
                                + " chunks of the content that it caches";
                        faults.add(new Fault(repair ? Outcome.HEALING : Outcome.FOUND, what));
                        if (repair) {
                            run.lookAgain();
                        }
                    }
                    String name = "cached content " + run.link().root();
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
