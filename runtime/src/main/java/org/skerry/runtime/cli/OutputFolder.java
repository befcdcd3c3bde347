// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.skerry.runtime.node.NodeHome;

/**
 * Looks at the folder of {@code -o} before a node is booted for nothing. It finds what is certain; the node, which knows its
 * earlier fetches, has the last word.
 */
final class OutputFolder {

    /** In the folder of a fetch that is not complete: a file that holds the root. */
    private static final Path MARKER = Path.of(".skerry-partial", "root");

    private OutputFolder() {}

    /** {@return why nothing can be written there, one line} */
    static Optional<String> complaint(Path output, String link, NodeHome home) {
        Path folder = output.toAbsolutePath().normalize();
        Path existing = folder;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing)) {
            return Optional.of("cannot write " + folder + ": " + existing + " is not a folder; choose another with -o");
        }
        if (!Files.isWritable(existing)) {
            return Optional.of("cannot write " + folder + ": no right to write to " + existing);
        }
        try {
            return existing.equals(folder) && isOccupied(folder, link, home)
                    ? Optional.of(folder + " holds other content; choose another folder with -o")
                    : Optional.empty();
        } catch (AccessDeniedException e) {
            return Optional.of("cannot write " + folder + ": no right to read it");
        } catch (IOException e) {
            return Optional.of("cannot write " + folder + ": " + e.getMessage());
        }
    }

    private static boolean isOccupied(Path folder, String link, NodeHome home) throws IOException {
        Path marker = folder.resolve(MARKER);
        if (Files.isRegularFile(marker) && Files.size(marker) < 256) {
            return !link.strip().startsWith("skerry:" + Files.readString(marker));
        }
        try (DirectoryStream<Path> names = Files.newDirectoryStream(folder)) {
            // A home that remembers nothing has fetched nothing.
            return names.iterator().hasNext() && !Files.exists(home.state());
        }
    }
}
