// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.skerry.api.ChunkId;
import org.skerry.api.admin.Upkeep.Fault;
import org.skerry.api.admin.Upkeep.Kept;
import org.skerry.api.admin.Upkeep.Outcome;
import org.skerry.base.disk.DiskReason;
import org.skerry.base.loop.Workers;
import org.skerry.content.internal.acquire.Unfinishing;
import org.skerry.content.internal.disk.DamagedException;
import org.skerry.content.internal.disk.LaterVersionException;
import org.skerry.content.internal.share.Fetched;
import org.skerry.content.internal.share.SetAside;
import org.skerry.content.internal.share.Shares;
import org.skerry.content.internal.share.VersionReport;

/**
 * Looks after what was fetched. A folder with bad files becomes one that is being fetched; whoever knows its link goes on
 * with it.
 */
final class FolderUpkeep {

    private final Fetched fetched;
    private final Shares shares;
    private final SummaryUpkeep summaries;
    private final SetAside aside;
    private final Workers jobs;

    FolderUpkeep(Fetched fetched, Shares shares, SummaryUpkeep summaries, SetAside aside, Workers jobs) {
        this.fetched = fetched;
        this.shares = shares;
        this.summaries = summaries;
        this.aside = aside;
        this.jobs = jobs;
    }

    /** Looks at a version, on a job. */
    CompletionStage<Kept> look(Path version, boolean repair) {
        return jobs.submit(() -> {
            SummaryUpkeep.Look summary =
                    summaries.look(version, true, repair, "fetch its link again into the same folder");
            if (summary.paths().isEmpty()) {
                return ContentUpkeep.kept(version, summary);
            }
            Path target = summary.paths().get().get(0);
            Optional<Fault> unlinked = unlinked(version, target, repair);
            if (unlinked.isPresent()) {
                return new Kept("fetched folder " + target, 0, "files", 0, plus(List.of(unlinked.get()), summary));
            }
            return look(version, target, summary, repair);
        });
    }

    /** Without its secret no one can go on with it. */
    private Optional<Fault> unlinked(Path version, Path target, boolean repair) {
        String what;
        String remedy;
        try {
            fetched.link(version);
            return Optional.empty();
        } catch (DamagedException e) {
            what = String.valueOf(e.getMessage());
            remedy = "; 'skerry get' with its link and -o " + target + " makes it anew";
        } catch (LaterVersionException e) {
            what = String.valueOf(e.getMessage());
            remedy = "; it was left as it is, for the version that wrote it";
        } catch (IOException e) {
            what = DiskReason.line(e, version);
            remedy = "; see to the disk, and repair again";
        }
        return Optional.of(repair ? new Fault(Outcome.LEFT, what + remedy) : new Fault(Outcome.FOUND, what));
    }

    private Kept look(Path version, Path target, SummaryUpkeep.Look summary, boolean repair) throws IOException {
        String name = "fetched folder " + target;
        ChunkId root = ChunkId.parse(String.valueOf(version.getFileName()));
        if (Unfinishing.isUnderway(target, root)) {
            Fault underway = new Fault(Outcome.FOUND, name + ": is not whole, but being fetched");
            return new Kept(name, 0, "files", 0, plus(List.of(repair ? healing(underway) : underway), summary));
        }
        VersionReport report = shares.check(version, true);
        List<Fault> faults = new ArrayList<>();
        report.state().forEach(it -> faults.add(new Fault(Outcome.FOUND, name + ": " + it)));
        report.faults().forEach(it -> faults.add(new Fault(Outcome.FOUND, it.line())));
        if (!repair || faults.isEmpty()) {
            return ContentUpkeep.kept(name, report, plus(faults, summary));
        }
        if (report.faults().stream().anyMatch(FolderUpkeep::isTouched)) {
            return ContentUpkeep.kept(name, report, plus(left(report, faults), summary));
        }
        if (summary.fault().isEmpty()) {
            aside.copy(version);
        }
        Unfinishing.of(target, root, report.faults());
        return ContentUpkeep.kept(
                name, report, plus(faults.stream().map(FolderUpkeep::healing).toList(), summary));
    }

    private static boolean isTouched(VersionReport.FileFault fault) {
        return fault.kind() == VersionReport.Kind.TOUCHED || fault.kind() == VersionReport.Kind.UNREADABLE;
    }

    private static List<Fault> plus(List<Fault> faults, SummaryUpkeep.Look summary) {
        List<Fault> all = new ArrayList<>(faults);
        summary.fault().ifPresent(all::add);
        return all;
    }

    private static Fault healing(Fault fault) {
        return new Fault(Outcome.HEALING, fault.message());
    }

    /** A fetch refuses a folder in which someone has changed a file, so nothing at all is done. */
    private static List<Fault> left(VersionReport report, List<Fault> faults) {
        String which = report.faults().stream()
                .filter(FolderUpkeep::isTouched)
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
