// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.command;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.skerry.api.Skerry;
import org.skerry.base.loop.Loop;

/** Gives commands the node's façade, and waits a while for it when the node is just starting or being updated. */
public final class WithSkerry {

    private static final Duration POLL = Duration.ofMillis(20);

    private final Node node;
    private final Loop loop;
    private final Duration patience;

    /**
     * Waits on a loop.
     *
     * @param node what to look at
     * @param loop where commands run
     * @param patience how long to wait
     */
    public WithSkerry(Node node, Loop loop, Duration patience) {
        this.node = node;
        this.loop = loop;
        this.patience = patience;
    }

    /** Runs {@code use} on the loop once the façade is there, or ends the reply with what is missing. */
    void then(Reply reply, Consumer<Skerry> use) {
        attempt(reply, use, loop.nanoTime() + patience.toNanos());
    }

    /** The façade, if it is there now. */
    Optional<Skerry> now() {
        return node.skerry();
    }

    Duration patience() {
        return patience;
    }

    Loop loop() {
        return loop;
    }

    private void attempt(Reply reply, Consumer<Skerry> use, long deadline) {
        Optional<Skerry> skerry = node.skerry();
        if (skerry.isPresent()) {
            use.accept(skerry.get());
        } else if (loop.nanoTime() - deadline < 0) {
            loop.schedule(POLL, () -> attempt(reply, use, deadline));
        } else {
            reply.exit(Reply.FAILED, "the node cannot work: " + missing(node.findings()));
        }
    }

    static String missing(List<Node.PartFinding> findings) {
        return findings.stream()
                .filter(it -> !it.finding().ready())
                .map(it -> it.finding().name() + ": " + it.finding().message())
                .reduce((a, b) -> a + "; " + b)
                .orElse("the exchange is not there");
    }
}
