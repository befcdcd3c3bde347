// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.disk;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.skerry.base.disk.DiskReason;

/** What errors of the disk mean for people. */
public final class DiskErrors {

    private DiskErrors() {}

    /**
     * Whether there is no room.
     *
     * @param failure what a write threw
     * @return true if the disk, or what the user may have of it, is full
     */
    public static boolean isFull(Throwable failure) {
        for (@Nullable Throwable it = failure; it != null; it = it.getCause()) {
            String message = String.valueOf(it.getMessage());
            if (message.contains("No space left") || message.contains("quota exceeded")) {
                return true;
            }
        }
        return false;
    }

    /**
     * An error in one line.
     *
     * @param failure what a read or write threw
     * @param where the folder that it was in
     * @return what is wrong and, on a full disk, what to do
     */
    public static String line(Throwable failure, Path where) {
        return isFull(failure)
                ? "the disk is full; make room for " + where
                : DiskReason.of(failure).lines().findFirst().orElse("");
    }
}
