// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.skerry.api.admin.Readiness.Finding;
import org.skerry.peering.internal.node.Node;

/** What peering needs and whether it is there at this moment; any thread may ask. */
final class Findings {

    private final Node node;
    private final Rooms rooms;

    Findings(Node node, Rooms rooms) {
        this.node = node;
        this.rooms = rooms;
    }

    List<Finding> now() {
        List<Finding> all = new ArrayList<>(List.of(identity(), transport(), signaling()));
        if (!rooms.rack.names().isEmpty()) {
            // The node works without them, but not as it was told to.
            rooms.rack
                    .troubles()
                    .forEach((name, trouble) -> all.add(new Finding("transport " + name, true, "closed: " + trouble)));
        }
        return all;
    }

    private Finding identity() {
        return node.self()
                .map(self -> new Finding(
                        "identity",
                        true,
                        "this node is " + self.id() + (rooms.hub.hasTwin() ? ", and so is another one" : "")))
                .orElse(new Finding("identity", false, "no identity: install or start the bundle org.skerry.identity"));
    }

    private Finding transport() {
        List<String> names = rooms.rack.names();
        Map<String, String> troubles = rooms.rack.troubles();
        if (!names.isEmpty()) {
            return new Finding("transport", true, "open: " + String.join(", ", names));
        }
        if (troubles.isEmpty()) {
            return new Finding("transport", false, "no transport: install or start a transport bundle");
        }
        StringBuilder message = new StringBuilder();
        troubles.forEach((name, trouble) -> message.append(message.isEmpty() ? "" : "; ")
                .append(name)
                .append(": ")
                .append(trouble));
        return new Finding("transport", false, message.toString());
    }

    private Finding signaling() {
        if (!rooms.hub.hasProviders()) {
            return new Finding("signaling", false, "no signaling: install or start a signaling bundle");
        }
        boolean usable = rooms.hub.usable();
        return new Finding("signaling", usable, usable ? rooms.hub.summary() : "no channel of signaling is open");
    }
}
