// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.skerry.api.ChunkId;
import org.skerry.api.admin.Upkeep;
import org.skerry.base.loop.Workers;
import org.skerry.content.internal.disk.PrivateFiles;
import org.skerry.content.internal.share.Fetched;
import org.skerry.content.internal.share.PathsUpkeep;
import org.skerry.content.internal.share.SetAside;
import org.skerry.content.internal.share.ShareStore;
import org.skerry.content.internal.share.Shares;
import org.skerry.content.internal.share.VersionReport;
import org.skerry.spi.content.ShareRequest;
import org.skerry.spi.content.SharedContent;

/**
 * Looks after shares and what was fetched: one after the other, each on a job. A share whose state is damaged is read in
 * again, which gives the same root if its files are as they were. A fetched folder with bad files becomes one that is being
 * fetched; whoever knows its link goes on with it.
 */
final class ContentUpkeep implements Upkeep {

    private static final String SHARE_AGAIN = "share its files again, which gives the same link";

    private final ShareStore store;
    private final Fetched fetched;
    private final Shares shares;
    private final SetAside aside;
    private final Workers jobs;
    private final SummaryUpkeep summaries;
    private final FolderUpkeep folders;

    ContentUpkeep(ShareStore store, Fetched fetched, Shares shares, SetAside aside, Workers jobs) {
        this.store = store;
        this.fetched = fetched;
        this.shares = shares;
        this.aside = aside;
        this.jobs = jobs;
        this.summaries = new SummaryUpkeep(store, aside);
        this.folders = new FolderUpkeep(fetched, shares, summaries, aside, jobs);
    }

    @Override
    public CompletionStage<List<Kept>> verify(boolean deep) {
        return each(deep, false);
    }

    @Override
    public CompletionStage<List<Kept>> repair() {
        return each(false, true);
    }

    /** A version, and whether it was fetched rather than shared. */
    private record Version(Path folder, boolean fetched) {

        ChunkId root() {
            return ChunkId.parse(String.valueOf(folder.getFileName()));
        }
    }

    private CompletionStage<List<Kept>> each(boolean deep, boolean repair) {
        List<Kept> sum = new ArrayList<>();
        // First what lies beside the versions, as they are made anew with it; told last.
        return jobs.<Kept>submit(() -> beside(repair))
                .thenCompose(beside -> jobs.<List<Version>>submit(this::versions)
                        .thenCompose(all -> from(all.iterator(), deep, repair, sum))
                        .thenApply(all -> {
                            if (beside.items() > 0) {
                                all.add(beside);
                            }
                            return all;
                        }));
    }

    private Kept beside(boolean repair) throws IOException {
        PathsUpkeep upkeep = new PathsUpkeep(aside, repair);
        store.byPaths().forEach((folder, versions) -> upkeep.look(folder, versions, true));
        fetched.byPaths().forEach((folder, versions) -> upkeep.look(folder, versions, false));
        return new Kept(
                "what is known of shared paths and fetched folders", upkeep.files(), "files", 0, upkeep.faults());
    }

    private List<Version> versions() throws IOException {
        List<Version> all = new ArrayList<>();
        store.versions().forEach(it -> all.add(new Version(it, false)));
        fetched.versions().forEach(it -> all.add(new Version(it, true)));
        return all;
    }

    private CompletionStage<List<Kept>> from(Iterator<Version> left, boolean deep, boolean repair, List<Kept> sum) {
        if (!left.hasNext()) {
            return CompletableFuture.completedFuture(sum);
        }
        Version version = left.next();
        CompletionStage<Kept> kept =
                version.fetched() ? folders.look(version.folder(), repair) : share(version, deep, repair);
        return kept.thenCompose(it -> {
            sum.add(it);
            return from(left, deep, repair, sum);
        });
    }

    static Kept kept(String name, VersionReport report, List<Fault> faults) {
        return new Kept(name, report.files(), "files", report.bytes(), faults);
    }

    // Shares.

    private CompletionStage<Kept> share(Version version, boolean deep, boolean repair) {
        return jobs.<CompletionStage<Kept>>submit(() -> {
                    SummaryUpkeep.Look summary = summaries.look(version.folder(), false, repair, SHARE_AGAIN);
                    if (summary.paths().isPresent()) {
                        return share(version, summary, deep, repair);
                    }
                    return summary.known().isPresent()
                            ? wholly(version, summary, summary.known().get())
                            : CompletableFuture.completedFuture(kept(version.folder(), summary));
                })
                .thenCompose(it -> it);
    }

    private CompletionStage<Kept> share(Version version, SummaryUpkeep.Look summary, boolean deep, boolean repair)
            throws IOException {
        List<Path> paths = summary.paths().orElseThrow();
        VersionReport report = shares.check(version.folder(), deep);
        String name = "share of " + text(paths);
        List<Fault> faults = changed(report);
        summary.fault().ifPresent(faults::add);
        if (report.state().isEmpty() || !repair) {
            report.state().forEach(it -> faults.add(new Fault(Outcome.FOUND, name + ": " + it)));
            return CompletableFuture.completedFuture(kept(name, report, faults));
        }
        if (summary.fault().isEmpty()) {
            aside.copy(version.folder());
        }
        return again(version, paths).thenApply(state -> {
            report.state().forEach(it -> faults.add(new Fault(state.outcome(), name + ": " + it + state.message())));
            return kept(name, report, faults);
        });
    }

    /** Of which neither summary nor manifest is right any more; it has been set aside. */
    private CompletionStage<Kept> wholly(Version version, SummaryUpkeep.Look summary, List<Path> paths) {
        return again(version, paths)
                .thenApply(state -> new Kept(
                        "share of " + text(paths),
                        0,
                        "files",
                        0,
                        List.of(new Fault(
                                state.outcome(), summary.fault().orElseThrow().message() + state.message()))));
    }

    /** Of which nothing else could be looked at. */
    static Kept kept(Path version, SummaryUpkeep.Look summary) {
        return new Kept(
                version.toString(), 0, "files", 0, List.of(summary.fault().orElseThrow()));
    }

    private static String text(List<Path> paths) {
        return String.join(", ", paths.stream().map(Path::toString).toList());
    }

    /** What others own is for them to mend. */
    private static List<Fault> changed(VersionReport report) {
        List<Fault> faults = new ArrayList<>();
        for (VersionReport.FileFault it : report.faults()) {
            faults.add(new Fault(
                    Outcome.LEFT,
                    it.line() + " since it was shared: bring it back as it was, or share again for a new link"));
        }
        return faults;
    }

    /** Reads the files in again. Other files than those that were shared give another root, which is dropped. */
    private CompletionStage<Fault> again(Version version, List<Path> paths) {
        ChunkId root = version.root();
        List<ChunkId> before = store.roots();
        CompletionStage<SharedContent> read = shares.share(new ShareRequest(paths, false), progress -> {});
        return read.<Fault>handleAsync(
                (content, failure) -> {
                    if (content == null) {
                        Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                                ? failure.getCause()
                                : failure;
                        return new Fault(Outcome.LEFT, "; it cannot be read in again: " + cause.getMessage());
                    }
                    content.close();
                    ChunkId now = content.manifest().root();
                    if (now.equals(root)) {
                        return checked(version);
                    }
                    if (!before.contains(now)) {
                        forget(now);
                    }
                    return new Fault(
                            Outcome.LEFT,
                            "; the files are not those that were shared, so it cannot be made again: share again for a new"
                                    + " link");
                },
                jobs);
    }

    private Fault checked(Version version) {
        Optional<String> still =
                shares.check(version.folder(), false).state().stream().findFirst();
        return still.isEmpty()
                ? new Fault(Outcome.MENDED, "; it was read in again")
                : new Fault(Outcome.LEFT, "; it was read in again, and still: " + still.get());
    }

    private void forget(ChunkId root) {
        try {
            for (Path left : store.forget(root)) {
                PrivateFiles.delete(left);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
