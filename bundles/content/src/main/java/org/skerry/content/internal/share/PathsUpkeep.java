// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.share;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.skerry.api.admin.Upkeep.Fault;
import org.skerry.api.admin.Upkeep.Outcome;
import org.skerry.content.internal.disk.DamagedException;
import org.skerry.content.internal.disk.LaterVersionException;

/**
 * Looks after what lies beside the versions of some paths. What is damaged or missing is written anew out of the newest version
 * that says it too. For one thread; blocks on the disk.
 */
public final class PathsUpkeep {

    private final SetAside aside;
    private final boolean repair;
    private final List<Fault> faults = new ArrayList<>();
    private long files;

    /**
     * Has looked at nothing yet.
     *
     * @param aside where damaged files are copied to before they are replaced
     * @param repair whether to replace them
     */
    public PathsUpkeep(SetAside aside, boolean repair) {
        this.aside = aside;
        this.repair = repair;
    }

    /** {@return how many files were looked at so far} */
    public long files() {
        return files;
    }

    /** {@return what was wrong so far} */
    public List<Fault> faults() {
        return faults;
    }

    /**
     * Looks at those of one folder.
     *
     * @param folder of the paths
     * @param versions in it, the newest first; with none, a next version is as good as a first one
     * @param shared whether the paths are shared: of those that were fetched to there is no next version
     */
    public void look(Path folder, List<Path> versions, boolean shared) {
        KeptForNext kept = new KeptForNext(folder);
        boolean copied = false;
        for (String name : versions.isEmpty() ? List.<String>of() : KeptForNext.names(shared)) {
            files++;
            try {
                kept.check(name);
            } catch (LaterVersionException e) {
                faults.add(
                        repair
                                ? new Fault(
                                        Outcome.LEFT,
                                        e.getMessage() + "; it was left as it is, for the version that wrote it")
                                : new Fault(Outcome.FOUND, String.valueOf(e.getMessage())));
            } catch (IOException e) {
                faults.add(
                        repair
                                ? mended(kept, name, versions, String.valueOf(e.getMessage()), copied)
                                : new Fault(Outcome.FOUND, String.valueOf(e.getMessage())));
                copied = repair;
            }
        }
    }

    private Fault mended(KeptForNext kept, String name, List<Path> versions, String what, boolean copied) {
        IOException failure = new DamagedException("no version of these paths is there");
        for (Path version : versions) {
            try {
                byte[] content = kept.outOf(version, name);
                if (!copied) {
                    aside.copy(kept.folder());
                }
                kept.replace(name, content);
                kept.check(name);
                return new Fault(Outcome.MENDED, what + "; it was written anew");
            } catch (IOException e) {
                failure = e;
            }
        }
        return new Fault(Outcome.LEFT, what + "; it cannot be written anew: " + failure.getMessage());
    }
}
