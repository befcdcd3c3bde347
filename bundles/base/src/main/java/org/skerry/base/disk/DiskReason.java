// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.disk;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What is wrong, of errors of a disk: some say by their class what it is, and have the path for their whole message. */
public final class DiskReason {

    private DiskReason() {}

    /**
     * What an error says for people.
     *
     * @param failure what a call for the disk threw
     * @return the kind of error and where it was, as far as it tells
     */
    public static String of(Throwable failure) {
        String message = failure.getMessage();
        if (message == null) {
            return failure.getClass().getSimpleName();
        }
        if (failure instanceof FileSystemException error && error.getReason() == null) {
            return kind(error) + ": " + message;
        }
        return message;
    }

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
                : of(failure).lines().findFirst().orElse("");
    }

    private static String kind(FileSystemException error) {
        if (error instanceof AccessDeniedException) {
            return "permission denied";
        }
        return error instanceof NoSuchFileException
                ? "no such file or folder"
                : error.getClass().getSimpleName();
    }
}
