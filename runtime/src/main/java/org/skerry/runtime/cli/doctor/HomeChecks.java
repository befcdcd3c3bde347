// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.skerry.runtime.cli.NodeClient;
import org.skerry.runtime.cli.Units;
import org.skerry.runtime.node.NodeHome;

/** The folder of the node: rights, room, the length of its path. */
final class HomeChecks {

    private static final int LONGEST_SOCKET_PATH = 107;
    private static final long LITTLE_ROOM = 1L << 30;

    private HomeChecks() {}

    static List<Finding> all(NodeHome home) {
        List<Finding> out = new ArrayList<>();
        out.add(folder(home.folder()));
        secrets(home).ifPresent(out::add);
        out.add(room(home.folder()));
        out.add(socket(home.socket()));
        return out;
    }

    private static Path existing(Path folder) {
        Path at = folder;
        while (at != null && !Files.exists(at)) {
            at = at.getParent();
        }
        return at == null ? folder : at;
    }

    private static Finding folder(Path home) {
        Path at = existing(home);
        if (!Files.isDirectory(at)) {
            return Finding.fail("home", at + " is no folder; choose another with --home");
        }
        if (!Files.isWritable(at) || !Files.isExecutable(at)) {
            return Finding.fail(
                    "home", at + " cannot be written by this user; change its owner, or choose another with --home");
        }
        if (!at.equals(home)) {
            return Finding.ok("home", home + " will be made when a node starts");
        }
        try {
            Set<PosixFilePermission> rights = Files.getPosixFilePermissions(home);
            if (rights.contains(PosixFilePermission.GROUP_WRITE) || rights.contains(PosixFilePermission.OTHERS_WRITE)) {
                return Finding.warn("home", "others may write to " + home + "; mend it with: chmod go-w " + home);
            }
        } catch (IOException | UnsupportedOperationException e) {
            return Finding.warn("home", "who may write to " + home + " cannot be told");
        }
        return Finding.ok("home", home + " is writable");
    }

    private static Optional<Finding> secrets(NodeHome home) {
        try {
            List<Path> open = home.open();
            String names = open.stream().map(Path::toString).collect(Collectors.joining(" "));
            return open.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            Finding.warn("secrets", "others may use " + names + "; mend it with: chmod go= " + names));
        } catch (IOException e) {
            return Optional.of(Finding.warn("secrets", "who may read " + home.state() + " cannot be told"));
        }
    }

    private static Finding room(Path home) {
        try {
            long free = Files.getFileStore(existing(home)).getUsableSpace();
            return free >= LITTLE_ROOM
                    ? Finding.ok("disk", Units.bytes(free) + " free")
                    : Finding.warn("disk", "only " + Units.bytes(free) + " free; make room, or move the home");
        } catch (IOException e) {
            return Finding.warn("disk", "free space cannot be told: " + e.getMessage());
        }
    }

    private static Finding socket(Path socket) {
        int length = socket.toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST_SOCKET_PATH) {
            return Finding.fail(
                    "control socket",
                    socket + " is " + length + " bytes long, and " + LONGEST_SOCKET_PATH
                            + " are possible; choose a shorter --home");
        }
        boolean runs = NodeClient.connect(socket)
                .map(client -> {
                    client.close();
                    return true;
                })
                .orElse(false);
        return Finding.ok("control socket", runs ? "a node runs in this home" : "no node runs in this home");
    }
}
