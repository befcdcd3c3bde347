// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.skerry.runtime.cli.ForeignHome;
import org.skerry.runtime.cli.NodeClient;
import org.skerry.runtime.cli.Units;
import org.skerry.runtime.node.DiskRoom;
import org.skerry.runtime.node.NodeHome;

/** The folder of the node: rights, room, the length of its path. */
final class HomeChecks {

    private static final String SOCKET = "control socket";
    private static final long LITTLE_ROOM = 1L << 30;

    private HomeChecks() {}

    static List<Finding> all(NodeHome home) {
        List<Finding> out = new ArrayList<>();
        out.add(folder(home.folder()));
        secrets(home).ifPresent(out::add);
        out.add(room(new DiskRoom(home.folder())));
        out.add(socket(home));
        return out;
    }

    private static Finding folder(Path home) {
        Path at = DiskRoom.existing(home);
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

    private static Finding room(DiskRoom disk) {
        try {
            return room(disk, disk.free());
        } catch (IOException e) {
            return Finding.warn("disk", "free space cannot be told: " + e.getMessage());
        }
    }

    static Finding room(DiskRoom disk, long free) {
        return disk.complaint(free)
                .map(it -> Finding.fail("disk", it))
                .orElseGet(() -> free >= LITTLE_ROOM
                        ? Finding.ok("disk", Units.bytes(free) + " free")
                        : Finding.warn("disk", "only " + Units.bytes(free) + " free; make room, or move the home"));
    }

    private static Finding socket(NodeHome home) {
        Optional<String> tooLong = home.longSocket();
        if (tooLong.isPresent()) {
            return Finding.fail(SOCKET, tooLong.get());
        }
        Optional<NodeClient> node = NodeClient.connect(home.socket());
        node.ifPresent(NodeClient::close);
        return node.isPresent()
                ? Finding.ok(SOCKET, "a node runs in this home")
                : ForeignHome.complaint(home)
                        .map(it -> Finding.fail(SOCKET, it))
                        .orElse(Finding.ok(SOCKET, "no node runs in this home"));
    }
}
