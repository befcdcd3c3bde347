// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.share;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import org.skerry.base.disk.Listing;
import org.skerry.content.internal.disk.PrivateFiles;

/**
 * The folder {@code damaged} of the state: copies of what was damaged, before it is made anew. Nothing reads them and nothing
 * deletes them; they are for people. Thread-safe; blocks on the disk.
 */
public final class SetAside {

    private final Path folder;
    private final LongSupplier millis;

    /**
     * Makes nothing yet.
     *
     * @param folder made when it is needed
     * @param millis the time in milliseconds since 1970, which makes names
     */
    public SetAside(Path folder, LongSupplier millis) {
        this.folder = folder;
        this.millis = millis;
    }

    /**
     * Copies the files of a version, unless there is such a copy.
     *
     * @param version its folder
     * @throws IOException if that fails; then the original must stay
     */
    public void copy(Path version) throws IOException {
        if (isCopied(version)) {
            return;
        }
        Path copy = PrivateFiles.folder(folder.resolve(version.getFileName() + "-" + millis.getAsLong()));
        for (Path file : Listing.of(version)) {
            if (Files.isRegularFile(file)) {
                Files.copy(file, copy.resolve(String.valueOf(file.getFileName())));
            }
        }
    }

    /** Whoever repairs every night what cannot be mended needs no copy of it for each night. */
    private boolean isCopied(Path version) throws IOException {
        if (Files.notExists(folder)) {
            return false;
        }
        return !Listing.all(
                folder,
                it -> !String.valueOf(it.getFileName()).startsWith(version.getFileName() + "-")
                        || !isSame(version, it));
    }

    private static boolean isSame(Path version, Path copy) {
        try {
            List<Path> files =
                    Listing.of(version).stream().filter(Files::isRegularFile).toList();
            if (files.size() != Listing.of(copy).size()) {
                return false;
            }
            for (Path file : files) {
                if (Files.mismatch(file, copy.resolve(String.valueOf(file.getFileName()))) >= 0) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
