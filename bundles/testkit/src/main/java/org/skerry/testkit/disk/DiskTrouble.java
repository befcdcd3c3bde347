// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.disk;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;

/** Decides which calls fail with EIO. */
@FunctionalInterface
public interface DiskTrouble {

    /** There is none. */
    DiskTrouble NONE = (operation, path) -> false;

    /**
     * Decides about one call. Called with the lock of the disk; must not touch the disk.
     *
     * @param operation what is asked
     * @param path of what, absolute; for a rename the old name
     * @return whether it fails
     */
    boolean strikes(DiskOperation operation, Path path);

    /**
     * Trouble now and then.
     *
     * @param random decides
     * @param chance of each call, 0 to 1
     * @param first one operation that may fail
     * @param more others
     * @return the trouble
     */
    static DiskTrouble byChance(Random random, double chance, DiskOperation first, DiskOperation... more) {
        Set<DiskOperation> all = EnumSet.of(first, more);
        return (operation, path) -> all.contains(operation) && random.nextDouble() < chance;
    }
}
