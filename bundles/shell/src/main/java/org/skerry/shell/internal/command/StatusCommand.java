// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.skerry.api.ChunkId;
import org.skerry.api.PeerInfo;
import org.skerry.api.Share;
import org.skerry.api.Skerry;
import org.skerry.api.Transfer;
import org.skerry.api.TransferStatus;

/** {@code status}: who this node is, whether it is ready, what it shares and fetches, whom it knows. */
final class StatusCommand implements Command {

    private final Node node;

    StatusCommand(Node node) {
        this.node = node;
    }

    @Override
    public String name() {
        return "status";
    }

    @Override
    public void run(Arguments arguments, Reply reply) {
        ObjectNode out = Json.object()
                .put("home", node.home().toString())
                .put("version", node.version())
                .put("pid", ProcessHandle.current().pid())
                .put("startedAt", node.startedAt().toString())
                .put(
                        "uptimeMillis",
                        Duration.between(node.startedAt(), Instant.now()).toMillis());
        ReadyCommand.describe(node.findings(), out);
        out.set("warnings", Json.texts(node.configuration().warnings()));
        node.skerry().ifPresent(skerry -> describe(skerry, out));
        reply.data(out);
        reply.done();
    }

    /** Oldest first, as the node gives them: of several with the same paths the last one is what was shared last. */
    private static void describe(List<Share> shares, ArrayNode out) {
        Map<Set<Path>, ChunkId> newest = new HashMap<>();
        shares.forEach(it -> newest.put(Set.copyOf(it.paths()), it.link().root()));
        for (Share share : shares) {
            ObjectNode one = Json.of(share, false);
            ChunkId last = newest.get(Set.copyOf(share.paths()));
            if (!share.link().root().equals(last)) {
                one.put("newer", last.toString());
            }
            out.add(one);
        }
    }

    private static void describe(Skerry skerry, ObjectNode out) {
        out.put("self", skerry.self().toString());
        describe(skerry.shares(), out.putArray("shares"));
        List<TransferStatus> transfers =
                skerry.transfers().stream().map(Transfer::status).toList();
        ObjectNode counts = out.putObject("transfers");
        for (TransferStatus.State state : TransferStatus.State.values()) {
            long number = transfers.stream().filter(it -> it.state() == state).count();
            counts.put(state.name().toLowerCase(java.util.Locale.ROOT), number);
        }
        double rate =
                transfers.stream().mapToDouble(TransferStatus::bytesPerSecond).sum();
        out.put("bytesPerSecond", Math.round(rate));
        List<PeerInfo> peers = skerry.peers();
        long connected = peers.stream()
                .filter(it -> it.state() == PeerInfo.State.CONNECTED)
                .count();
        ArrayNode refused = out.putObject("peers")
                .put("connected", connected)
                .put("known", peers.size())
                .putArray("refused");
        peers.forEach(peer -> peer.refusal()
                .ifPresent(why ->
                        refused.addObject().put("id", peer.id().toString()).put("refusal", Reply.oneLine(why))));
    }
}
