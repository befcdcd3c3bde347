// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.share;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
     * Copies the files of a version.
     *
     * @param version its folder
     * @throws IOException if that fails; then the original must stay
     */
    public void copy(Path version) throws IOException {
        Path copy = PrivateFiles.folder(folder.resolve(version.getFileName() + "-" + millis.getAsLong()));
        for (Path file : Listing.of(version)) {
            if (Files.isRegularFile(file)) {
                Files.copy(file, copy.resolve(String.valueOf(file.getFileName())));
            }
        }
    }
}
