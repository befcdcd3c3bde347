// SPDX-License-Identifier: Apache-2.0
package org.skerry.api;

import java.nio.file.Path;
import java.util.Optional;

/** How a transfer ended. */
public sealed interface TransferResult {

    /**
     * All of it is whole and verified.
     *
     * @param folder where it was written; empty if it was only cached
     */
    record Complete(Optional<Path> folder) implements TransferResult {}

    /**
     * It cannot be completed.
     *
     * @param cause what kind of failure
     * @param message one line for people, which names the file or chunk and says what to do
     */
    record Failed(Cause cause, String message) implements TransferResult {}

    /** The user ended it, or the node stopped; it can be taken up again. */
    record Cancelled() implements TransferResult {}

    /** Why a transfer fails. */
    enum Cause {
        /** The link's secret does not open the content. */
        WRONG_SECRET,
        /** The manifest breaks the rules, or names what must not be written. */
        BAD_MANIFEST,
        /** A file was changed at the one who shares it. */
        CHANGED,
        /** The target folder holds other content. */
        TARGET_OCCUPIED,
        /** Two names would be one on the disk that is written to. */
        NAME_COLLISION,
        /** The disk is full. */
        DISK_FULL,
        /** Another error of reading or writing. */
        IO
    }
}
