// SPDX-License-Identifier: Apache-2.0
package org.skerry.api;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where to fetch to, and how.
 *
 * @param folder the folder to write; it must be missing, empty, or hold an earlier fetch of the same content. If absent, a
 *     folder named as the content is made in {@code parent}
 * @param parent where that folder is made
 * @param strategy name of the sync strategy to use; while it is not there, and if none is named, the one of the highest rank
 * @param priority among transfers of this node, higher first; 0 is ordinary
 */
public record FetchOptions(Optional<Path> folder, Path parent, Optional<String> strategy, int priority) {

    /**
     * Ordinary options.
     *
     * @param folder the folder to write
     * @return options with that folder
     */
    public static FetchOptions into(Path folder) {
        return new FetchOptions(Optional.of(folder), folder, Optional.empty(), 0);
    }
}
