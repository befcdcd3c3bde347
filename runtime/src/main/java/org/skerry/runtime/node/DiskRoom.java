// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The room on the disk of a home.
 *
 * @param home its folder, or one in it; need not be there yet
 */
public record DiskRoom(Path home) {

    /** What a new home takes, its bundle cache above all, and something to begin with. */
    public static final long LEAST = 64_000_000;

    /** What is to be free for a home that has its bundle cache already. */
    private static final long LEAST_LATER = 8_000_000;

    private static final String CACHE = "cache";

    /**
     * Looks.
     *
     * @return free bytes
     * @throws IOException if they cannot be told
     */
    public long free() throws IOException {
        return Files.getFileStore(existing(home)).getUsableSpace();
    }

    /** {@return why a node has no room, one line; nothing if it has, or that cannot be told} */
    public Optional<String> complaint() {
        try {
            return complaint(free());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Judges.
     *
     * @param free bytes
     * @return why a node has no room, one line; nothing if it has
     */
    public Optional<String> complaint(long free) {
        boolean isNew = Files.notExists(home.resolve(CACHE));
        long least = isNew ? LEAST : LEAST_LATER;
        return free >= least
                ? Optional.empty()
                : Optional.of("the disk of " + home + " is full: " + free + " bytes are free, and a "
                        + (isNew ? "new home" : "node") + " needs " + least + "; free some, or use --home elsewhere");
    }

    /**
     * Finds what is there.
     *
     * @param folder which need not be
     * @return it, or the nearest one above it that is there
     */
    public static Path existing(Path folder) {
        Path at = folder;
        while (at != null && !Files.exists(at)) {
            at = at.getParent();
        }
        return at == null ? folder : at;
    }
}
