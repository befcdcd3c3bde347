// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.disk;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

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

    private static String kind(FileSystemException error) {
        if (error instanceof AccessDeniedException) {
            return "permission denied";
        }
        return error instanceof NoSuchFileException
                ? "no such file or folder"
                : error.getClass().getSimpleName();
    }
}
