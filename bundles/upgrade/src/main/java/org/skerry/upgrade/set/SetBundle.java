// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.set;

import java.util.Optional;
import org.osgi.framework.Version;

/**
 * A bundle of a set.
 *
 * @param name its symbolic name; no two bundles of a set have the same
 * @param version its {@code Bundle-Version}
 * @param startLevel the start level of the framework at which it starts
 * @param feature the feature that brought it
 * @param sha256 of the jar, 64 hex digits
 * @param signer fingerprint of the publisher who signed it; empty for what was shipped, or was taken unsigned
 * @param location under which it is installed; the same for all versions, so that another version is an update
 * @param jar where the jar lies
 */
public record SetBundle(
        String name,
        Version version,
        int startLevel,
        String feature,
        String sha256,
        Optional<String> signer,
        String location,
        JarPlace jar) {

    private static final String WORD = "[^\\s\\p{Cntrl}]+";
    private static final int WORDS = 8;

    /** Refuses what could not be written in one line and read back. */
    public SetBundle {
        for (String word : new String[] {name, feature, location, signer.orElse("-")}) {
            if (!word.matches(WORD)) {
                throw new IllegalArgumentException("'" + word + "' is no word that a set can hold");
            }
        }
        if (startLevel < 1) {
            throw new IllegalArgumentException(startLevel + " is no start level of a bundle");
        }
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("'" + sha256 + "' is no SHA-256");
        }
    }

    /** {@return the same bundle as one line} */
    String line() {
        return String.join(
                " ",
                name,
                version.toString(),
                String.valueOf(startLevel),
                feature,
                sha256,
                signer.orElse("-"),
                location,
                jar.text());
    }

    /**
     * Reads such a line.
     *
     * @throws IllegalArgumentException if it is none
     */
    static SetBundle of(String line) {
        String[] words = line.split(" ", -1);
        if (words.length != WORDS) {
            throw new IllegalArgumentException("'" + line + "' does not describe a bundle");
        }
        return new SetBundle(
                words[0],
                Version.parseVersion(words[1]),
                Integer.parseInt(words[2]),
                words[3],
                words[4],
                Optional.of(words[5]).filter(it -> !it.equals("-")),
                words[6],
                JarPlace.of(words[7]));
    }

    /** {@return name and version, for people} */
    public String title() {
        return name + " " + version;
    }
}
