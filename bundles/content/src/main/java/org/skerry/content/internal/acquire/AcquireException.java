// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.acquire;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.skerry.api.TransferResult.Cause;
import org.skerry.api.TransferResult.Failed;
import org.skerry.base.disk.DiskReason;
import org.skerry.content.internal.manifest.CatalogLeaf;

/** Ends an acquisition; carries what the listener is told. */
final class AcquireException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Failed failure;

    AcquireException(Cause cause, String message) {
        super(CatalogLeaf.oneLine(message));
        this.failure = new Failed(cause, CatalogLeaf.oneLine(message));
    }

    Failed failure() {
        return failure;
    }

    /** What an error of the disk means for people. */
    static AcquireException of(IOException e, String what, Path folder) {
        String message = String.valueOf(e.getMessage());
        if (DiskReason.isFull(e)) {
            return new AcquireException(Cause.DISK_FULL, "the disk is full while writing " + what + free(folder));
        }
        if (e instanceof AccessDeniedException) {
            return new AcquireException(Cause.IO, "cannot write " + what + ": permission denied");
        }
        return new AcquireException(Cause.IO, "cannot write " + what + ": " + reason(e, message));
    }

    /** Some errors of the disk have the path for their whole message, and say the rest by their class. */
    private static String reason(IOException e, String message) {
        if (e instanceof NoSuchFileException) {
            return "there is no " + message + ", and it cannot be made";
        }
        if (e instanceof FileAlreadyExistsException) {
            return message + " is there already, and is something else";
        }
        return message;
    }

    private static String free(Path folder) {
        try {
            return ": " + Files.getFileStore(folder).getUsableSpace() + " bytes are free in " + folder;
        } catch (IOException e) {
            return ": make room in " + folder;
        }
    }
}
