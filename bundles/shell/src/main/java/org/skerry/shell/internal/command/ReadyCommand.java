// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.skerry.base.loop.Loop;

/**
 * {@code ready {waitMillis?}}: what each part needs and whether it is there; exit 1 names what is missing. With a wait, it
 * answers as soon as nothing is.
 */
final class ReadyCommand implements Command {

    private static final Duration POLL = Duration.ofMillis(20);

    private final Node node;
    private final Loop loop;

    ReadyCommand(Node node, Loop loop) {
        this.node = node;
        this.loop = loop;
    }

    @Override
    public String name() {
        return "ready";
    }

    @Override
    public void run(Arguments arguments, Reply reply) throws UsageException {
        Duration wait = arguments.millis("waitMillis").orElse(Duration.ZERO);
        attempt(reply, loop.nanoTime() + wait.toNanos());
    }

    private void attempt(Reply reply, long deadline) {
        List<Node.PartFinding> findings = node.findings();
        boolean ready = isReady(findings) && node.skerry().isPresent();
        if (!ready && loop.nanoTime() - deadline < 0) {
            loop.schedule(POLL, () -> attempt(reply, deadline));
            return;
        }
        ObjectNode out = Json.object();
        describe(findings, out);
        node.skerry().ifPresent(it -> out.put("self", it.self().toString()));
        reply.data(out);
        reply.exit(ready ? Reply.OK : Reply.FAILED, ready ? "" : "not ready: " + WithSkerry.missing(findings));
    }

    private static boolean isReady(List<Node.PartFinding> findings) {
        return findings.stream().allMatch(it -> it.finding().ready());
    }

    static void describe(List<Node.PartFinding> findings, ObjectNode out) {
        out.put("ready", isReady(findings));
        ArrayNode list = out.putArray("findings");
        for (Node.PartFinding it : findings) {
            list.addObject()
                    .put("part", it.part())
                    .put("name", it.finding().name())
                    .put("ready", it.finding().ready())
                    .put("message", it.finding().message());
        }
    }
}
