// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.disk;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** How much is free. Counts in blocks, as disks do: whatever has a name of its own takes one, content as many as hold bytes. */
final class Room {

    static final int BLOCK = 4096;
    static final String FULL = "No space left on device";

    private long most = Long.MAX_VALUE;
    private long used;

    void most(long bytes) {
        most = bytes;
    }

    boolean isLimited() {
        return most != Long.MAX_VALUE;
    }

    long most() {
        return most;
    }

    long used() {
        return used * BLOCK;
    }

    long free() {
        return Math.max(0, most - used());
    }

    /** Takes a block; false if there is none. */
    boolean take() {
        if (free() < BLOCK) {
            return false;
        }
        used++;
        return true;
    }

    /** Takes a block for something that is being made. */
    void takeFor(Path made) throws FileSystemException {
        if (!take()) {
            throw new FileSystemException(made.toString(), null, FULL);
        }
    }

    /** Counts blocks, negative ones as given back, whether there is room or not. */
    void count(long blocks) {
        used += blocks;
    }
}
