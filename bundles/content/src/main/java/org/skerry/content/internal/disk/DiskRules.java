// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Locale;

/**
 * Which names a disk takes for the same.
 *
 * @param foldsCase upper and lower case are one
 * @param foldsForms composed and decomposed Unicode forms are one
 */
public record DiskRules(boolean foldsCase, boolean foldsForms) {

    private static final String PROBE = ".skerry-probe-a\u00e9";

    /** Finds out what the rules of a folder's disk are. */
    @FunctionalInterface
    public interface Probe {

        /**
         * Tries.
         *
         * @param folder that may be written to; left as it was
         * @return its rules
         * @throws IOException if it cannot be written to
         */
        DiskRules of(Path folder) throws IOException;
    }

    /**
     * Makes a file and looks for it under other names.
     *
     * @param folder that may be written to; left as it was
     * @return its rules
     * @throws IOException if it cannot be written to
     */
    public static DiskRules probe(Path folder) throws IOException {
        try {
            Path made = folder.resolve(PROBE);
            Files.deleteIfExists(made);
            Files.createFile(made);
            try {
                boolean foldsCase = exists(folder.resolve(PROBE.toUpperCase(Locale.ROOT)));
                boolean foldsForms = exists(folder.resolve(Normalizer.normalize(PROBE, Normalizer.Form.NFD)));
                return new DiskRules(foldsCase, foldsForms);
            } finally {
                Files.deleteIfExists(made);
            }
        } catch (InvalidPathException e) {
            throw new IOException("file names must be UTF-8 here: start the node with LC_ALL=C.UTF-8", e);
        }
    }

    private static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** {@return whether two names can be one at all} */
    public boolean folds() {
        return foldsCase || foldsForms;
    }

    /**
     * What names that are one on this disk have in common.
     *
     * @param name any
     * @return the same for all such names
     */
    public String key(String name) {
        String key = name;
        if (foldsForms) {
            key = Normalizer.normalize(key, Normalizer.Form.NFD);
        }
        if (foldsCase) {
            key = key.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        }
        return foldsForms ? Normalizer.normalize(key, Normalizer.Form.NFC) : key;
    }
}
