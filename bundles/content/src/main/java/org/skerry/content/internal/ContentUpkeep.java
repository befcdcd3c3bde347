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
import org.skerry.content.internal.acquire.Unfinishing;
import org.skerry.content.internal.disk.PrivateFiles;
import org.skerry.content.internal.share.Fetched;
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

    private final ShareStore store;
    private final Fetched fetched;
    private final Shares shares;
    private final SetAside aside;
    private final Workers jobs;

    ContentUpkeep(ShareStore store, Fetched fetched, Shares shares, SetAside aside, Workers jobs) {
        this.store = store;
        this.fetched = fetched;
        this.shares = shares;
        this.aside = aside;
        this.jobs = jobs;
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
        return jobs.<List<Version>>submit(this::versions)
                .thenCompose(all -> from(all.iterator(), deep, repair, new ArrayList<>()));
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
        CompletionStage<Kept> kept = version.fetched() ? folder(version, repair) : share(version, deep, repair);
        return kept.thenCompose(it -> {
            sum.add(it);
            return from(left, deep, repair, sum);
        });
    }

    private static Kept kept(String name, VersionReport report, List<Fault> faults) {
        return new Kept(name, report.files(), "files", report.bytes(), faults);
    }

    private static Kept unreadable(Version version, IOException e, String remedy) {
        return new Kept(
                version.folder().toString(),
                0,
                "files",
                0,
                List.of(new Fault(Outcome.LEFT, e.getMessage() + "; " + remedy)));
    }

    // Shares.

    private CompletionStage<Kept> share(Version version, boolean deep, boolean repair) {
        return jobs.<CompletionStage<Kept>>submit(() -> {
                    List<Path> paths;
                    try {
                        paths = store.paths(version.folder());
                    } catch (IOException e) {
                        return CompletableFuture.completedFuture(unreadable(
                                version, e, "what was shared is not known: share it again, which gives the same link"));
                    }
                    VersionReport report = shares.check(version.folder(), deep);
                    String name = "share of " + text(paths);
                    List<Fault> faults = changed(report);
                    if (report.state().isEmpty() || !repair) {
                        report.state().forEach(it -> faults.add(new Fault(Outcome.FOUND, name + ": " + it)));
                        return CompletableFuture.completedFuture(kept(name, report, faults));
                    }
                    aside.copy(version.folder());
                    return again(version, paths).thenApply(state -> {
                        report.state()
                                .forEach(it ->
                                        faults.add(new Fault(state.outcome(), name + ": " + it + state.message())));
                        return kept(name, report, faults);
                    });
                })
                .thenCompose(it -> it);
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
        try {
            Optional<String> still =
                    shares.check(version.folder(), false).state().stream().findFirst();
            return still.isEmpty()
                    ? new Fault(Outcome.MENDED, "; it was read in again")
                    : new Fault(Outcome.LEFT, "; it was read in again, and still: " + still.get());
        } catch (IOException e) {
            return new Fault(Outcome.LEFT, "; it was read in again, and still: " + e.getMessage());
        }
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

    // What was fetched.

    private CompletionStage<Kept> folder(Version version, boolean repair) {
        return jobs.submit(() -> {
            Path target;
            try {
                target = fetched.target(version.folder());
            } catch (IOException e) {
                return unreadable(
                        version, e, "remove " + version.folder() + " and fetch its link again to serve it again");
            }
            String name = "fetched folder " + target;
            if (Unfinishing.isUnderway(target, version.root())) {
                Fault underway = new Fault(Outcome.FOUND, name + ": is not whole, but being fetched");
                return new Kept(name, 0, "files", 0, List.of(repair ? healing(underway) : underway));
            }
            VersionReport report = shares.check(version.folder(), true);
            List<Fault> faults = new ArrayList<>();
            report.state().forEach(it -> faults.add(new Fault(Outcome.FOUND, name + ": " + it)));
            report.faults().forEach(it -> faults.add(new Fault(Outcome.FOUND, it.line())));
            boolean touched = report.faults().stream()
                    .anyMatch(it ->
                            it.kind() == VersionReport.Kind.TOUCHED || it.kind() == VersionReport.Kind.UNREADABLE);
            if (!repair || faults.isEmpty()) {
                return kept(name, report, faults);
            }
            if (touched) {
                return kept(name, report, left(report, faults));
            }
            aside.copy(version.folder());
            Unfinishing.of(target, version.root(), report.faults());
            return kept(
                    name, report, faults.stream().map(ContentUpkeep::healing).toList());
        });
    }

    private static Fault healing(Fault fault) {
        return new Fault(Outcome.HEALING, fault.message());
    }

    /** A fetch refuses a folder in which someone has changed a file, so nothing at all is done. */
    private static List<Fault> left(VersionReport report, List<Fault> faults) {
        String which = report.faults().stream()
                .filter(it -> it.kind() == VersionReport.Kind.TOUCHED || it.kind() == VersionReport.Kind.UNREADABLE)
                .findFirst()
                .map(it -> it.at().toString())
                .orElse("");
        return faults.stream()
                .map(it -> new Fault(
                        Outcome.LEFT,
                        it.message() + "; to have it fetched again, move " + which
                                + " and whatever else was changed elsewhere, and repair again"))
                .toList();
    }
}
