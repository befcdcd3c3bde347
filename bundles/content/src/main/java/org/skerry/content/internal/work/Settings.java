// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.work;

/**
 * Limits of this bundle.
 *
 * @param workers threads that hash, encrypt and write
 * @param jobs shares that are read in at the same time, and as many acquisitions that plan or check; more of them wait
 * @param openFiles files kept open per share or acquisition
 * @param idleSeconds after which an unused file is closed, at the latest after twice that
 * @param cacheMiB heap for the tables on disk, per open share or acquisition
 * @param sync whether a file is on the disk itself before it gets its name
 */
public record Settings(int workers, int jobs, int openFiles, int idleSeconds, int cacheMiB, boolean sync) {

    /** {@return what suits a machine with two to eight cores} */
    public static Settings defaults() {
        return new Settings(Math.max(2, Runtime.getRuntime().availableProcessors()), 2, 32, 30, 4, true);
    }

    /** Checks the ranges. */
    public Settings {
        atLeast("workers", workers, 1);
        atLeast("jobs", jobs, 1);
        atLeast("openFiles", openFiles, 1);
        atLeast("idleSeconds", idleSeconds, 1);
        atLeast("cacheMiB", cacheMiB, 1);
    }

    private static void atLeast(String key, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(key + " must be at least " + least + ", not " + value);
        }
    }
}
