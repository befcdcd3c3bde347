// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.skerry.api.SkerryEvent;

/** The events of a node as those of the control protocol, with the node's own time. */
final class Events {

    private Events() {}

    /** The event, or nothing for kinds that are not known yet. */
    static Optional<ObjectNode> of(SkerryEvent event) {
        ObjectNode body = Json.object();
        if (event instanceof SkerryEvent.PeerFound found) {
            body.put("event", "peer-found");
            body.put("peer", found.peer().toString()).put("scope", found.scope());
            body.put("swarm", found.swarm().toString());
        } else if (event instanceof SkerryEvent.PeerConnected connected) {
            body.put("event", "peer-connected");
            body.put("peer", connected.peer().toString()).put("transport", connected.transport());
            body.put("dialMillis", Json.millis(connected.dial()));
        } else if (event instanceof SkerryEvent.PeerDisconnected gone) {
            body.put("event", "peer-disconnected");
            body.put("peer", gone.peer().toString()).put("reason", gone.reason());
        } else if (event instanceof SkerryEvent.ShareOpened opened) {
            body.put("event", "share-opened");
            body.set("share", Json.of(opened.share(), false));
        } else if (event instanceof SkerryEvent.TransferProgress progress) {
            body.put("event", "transfer-progress");
            body.set("status", Json.of(progress.status()));
        } else if (event instanceof SkerryEvent.FirstChunk first) {
            body.put("event", "first-chunk");
            body.put("transfer", first.transfer().toString())
                    .put("peer", first.peer().toString());
        } else if (event instanceof SkerryEvent.TransferEnded ended) {
            body.put("event", "transfer-ended");
            body.put("transfer", ended.transfer().toString());
            body.set("result", Json.of(ended.result()));
        } else {
            return Optional.empty();
        }
        return Optional.of(body.put("at", event.at().toString()));
    }
}
