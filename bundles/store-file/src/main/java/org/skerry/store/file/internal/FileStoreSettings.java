// SPDX-License-Identifier: Apache-2.0
package org.skerry.store.file.internal;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The configuration, checked.
 *
 * @param directory absolute
 * @param sync whether to wait for the disk
 * @param threads that read and write
 * @param maxQueued calls that wait for a thread at most
 */
record FileStoreSettings(Path directory, boolean sync, int threads, int maxQueued) {

    static final String PID = "org.skerry.store.file";

    FileStoreSettings {
        require("threads", threads, 1, 64);
        require("max.queued", maxQueued, 1, 65536);
    }

    /** @param home the node's home folder, null if it has none */
    static FileStoreSettings of(FileStoreConfiguration configuration, @Nullable String home) {
        return new FileStoreSettings(
                directory(configuration.directory(), home),
                configuration.sync(),
                configuration.threads(),
                configuration.max_queued());
    }

    private static Path directory(String text, @Nullable String home) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(PID + ": directory must not be empty");
        }
        try {
            Path path = Path.of(text);
            if (path.isAbsolute()) {
                return path.normalize();
            }
            if (home == null) {
                throw new IllegalArgumentException(
                        PID + ": directory must be absolute as the node has no skerry.home, is " + text);
            }
            return Path.of(home).toAbsolutePath().resolve(path).normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(PID + ": directory is no path: " + e.getMessage(), e);
        }
    }

    private static void require(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    PID + ": " + key + " must be between " + least + " and " + most + ", is " + value);
        }
    }
}
