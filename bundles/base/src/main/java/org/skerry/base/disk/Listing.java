// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.disk;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What is in a folder. Every error of the disk is an {@link IOException}, also one that comes in the midst of it, for which a
 * {@link DirectoryStream} throws something unchecked. Blocks on the disk.
 */
public final class Listing {

    private Listing() {}

    /**
     * Lists a folder.
     *
     * @param folder which
     * @return what is in it, in no order
     * @throws IOException if the disk fails; {@link java.nio.file.NoSuchFileException} if the folder is not there
     */
    public static List<Path> of(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        all(folder, found::add);
        return found;
    }

    /**
     * Looks through a folder until something in it does not match.
     *
     * @param folder which
     * @param matches asked of each
     * @return whether all did
     * @throws IOException as {@link #of}
     */
    public static boolean all(Path folder, Predicate<Path> matches) throws IOException {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            for (Path path : stream) {
                if (!matches.test(path)) {
                    return false;
                }
            }
            return true;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }
}
