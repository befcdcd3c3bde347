// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.skerry.api.admin.Upkeep.Fault;
import org.skerry.api.admin.Upkeep.Outcome;
import org.skerry.base.disk.DiskReason;
import org.skerry.content.internal.disk.DamagedException;
import org.skerry.content.internal.disk.LaterVersionException;
import org.skerry.content.internal.share.SetAside;
import org.skerry.content.internal.share.ShareStore;
import org.skerry.content.internal.share.VersionManifest;

/** Looks after summaries: without one, nothing else of a version can be looked at. Blocks on the disk. */
final class SummaryUpkeep {

    private final ShareStore store;
    private final SetAside aside;

    SummaryUpkeep(ShareStore store, SetAside aside) {
        this.store = store;
        this.aside = aside;
    }

    /**
     * What came of it.
     *
     * @param paths of the version, if its summary can be read now
     * @param fault what was wrong with the summary
     * @param known paths of the version by which it can be made anew as a whole, if its summary cannot
     */
    record Look(Optional<List<Path>> paths, Optional<Fault> fault, Optional<List<Path>> known) {

        private static Look unreadable(Outcome outcome, String message) {
            return new Look(Optional.empty(), Optional.of(new Fault(outcome, message)), Optional.empty());
        }
    }

    /** Looks at one; with {@code repair}, one that is damaged is made anew out of the manifest. */
    Look look(Path version, boolean fetched, boolean repair, String remedy) {
        String what;
        try {
            return new Look(Optional.of(store.paths(version)), Optional.empty(), Optional.empty());
        } catch (LaterVersionException e) {
            return repair
                    ? Look.unreadable(
                            Outcome.LEFT, e.getMessage() + "; it was left as it is, for the version that wrote it")
                    : Look.unreadable(Outcome.FOUND, String.valueOf(e.getMessage()));
        } catch (DamagedException e) {
            what = String.valueOf(e.getMessage());
        } catch (IOException e) {
            // It may be whole, and of a later version: what was not read is not replaced.
            return repair
                    ? Look.unreadable(Outcome.LEFT, DiskReason.line(e, version) + "; see to the disk, and repair again")
                    : Look.unreadable(Outcome.FOUND, DiskReason.line(e, version));
        }
        return repair
                ? mend(version, fetched, what, remedy)
                : Look.unreadable(
                        Outcome.FOUND,
                        what + "; its manifest and files are looked at once 'skerry repair' has mended that");
    }

    private Look mend(Path version, boolean fetched, String what, String remedy) {
        try {
            aside.copy(version);
            VersionManifest.rebuildSummary(version, fetched);
            return new Look(
                    Optional.of(store.paths(version)),
                    Optional.of(new Fault(Outcome.MENDED, what + "; it was made anew out of its manifest")),
                    Optional.empty());
        } catch (IOException e) {
            Fault left = new Fault(Outcome.LEFT, what + "; it cannot be made anew: " + e.getMessage() + "; " + remedy);
            return new Look(Optional.empty(), Optional.of(left), known(version));
        }
    }

    private static Optional<List<Path>> known(Path version) {
        try {
            return Optional.of(VersionManifest.paths(version));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
