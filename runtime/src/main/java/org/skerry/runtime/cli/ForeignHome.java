// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import org.skerry.runtime.node.NodeHome;

/** Tells a home in which no node runs from one whose node this user may not reach. */
public final class ForeignHome {

    private ForeignHome() {}

    /**
     * Looks at the control socket of a home that nobody answers at.
     *
     * @param home whose
     * @return why this user cannot know whether a node runs there, one line; nothing if the user can
     */
    public static Optional<String> complaint(NodeHome home) {
        return complaint(home, Files::isWritable);
    }

    /** With {@code open}, which says whether this user may connect to a socket. */
    static Optional<String> complaint(NodeHome home, Predicate<Path> open) {
        Path socket = home.socket();
        if (Files.notExists(socket)) {
            return Optional.empty();
        }
        // Neither there nor not there: the folder may not be looked into.
        boolean hidden = !Files.exists(socket);
        if (!hidden && open.test(socket)) {
            return Optional.empty();
        }
        return Optional.of("permission denied: "
                + (hidden
                        ? home.folder() + " belongs to another user" + owner(home.folder())
                        : "the node in " + home.folder() + " is one of another user" + owner(socket))
                + "; give the command as that user, or choose another home with --home");
    }

    private static String owner(Path of) {
        try {
            return " (" + Files.getOwner(of).getName() + ")";
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }
}
