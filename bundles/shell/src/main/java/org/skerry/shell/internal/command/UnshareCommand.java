// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.skerry.api.ChunkId;
import org.skerry.api.Share;
import org.skerry.api.Skerry;

/** {@code unshare {what}}: stops serving what was shared from an absolute path, or under a root; the data lists
 * it. One that could not be opened is known by its root alone. */
final class UnshareCommand implements Command {

    private final WithSkerry skerry;

    UnshareCommand(WithSkerry skerry) {
        this.skerry = skerry;
    }

    @Override
    public String name() {
        return "unshare";
    }

    @Override
    public void run(Arguments arguments, Reply reply) throws UsageException {
        String what = arguments.requiredText("what");
        if (what.isEmpty()) {
            throw new UsageException("'what' is empty; give a path that was shared, or a root");
        }
        skerry.then(reply, node -> {
            List<Share> matching =
                    node.shares().stream().filter(share -> names(what, share)).toList();
            if (matching.isEmpty()) {
                unopened(node, what, reply);
                return;
            }
            ArrayNode closed = Json.array();
            for (Share share : matching) {
                closed.add(Json.of(share, false));
                share.close();
            }
            reply.data(closed);
            reply.done();
        });
    }

    /** One that could not be opened is known by its root alone. */
    private void unopened(Skerry node, String what, Reply reply) {
        CompletionStage<Boolean> known;
        ChunkId root;
        try {
            root = ChunkId.parse(what);
            known = node.unshare(root);
        } catch (IllegalArgumentException e) {
            reply.exit(Reply.NOT_FOUND, "this node shares no " + what);
            return;
        }
        var unused = known.thenAccept(was -> {
            if (was) {
                reply.data(Json.array().add(Json.object().put("root", root.toString())));
                reply.done();
            } else {
                reply.exit(Reply.NOT_FOUND, "this node shares no " + what);
            }
        });
    }

    private static boolean names(String what, Share share) {
        return share.link().root().toString().equals(what)
                || share.paths().stream().map(Path::toString).anyMatch(what::equals);
    }
}
