// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.skerry.runtime.node.NodeException;
import org.skerry.runtime.node.NodeHome;
import picocli.CommandLine.ParentCommand;

/** A command that concerns the node of a home. */
abstract class NodeCommand implements Callable<Integer> {

    private static final Duration STARTING = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(50);

    @ParentCommand
    private SkerryCommand root;

    NodeHome home() {
        return root.home();
    }

    /** {@return how to give a command for the same home, for people} */
    String command(String name) {
        return root.commandLine(name);
    }

    /** {@return a connection to the node of the home; waits for one that is starting} */
    Optional<NodeClient> running() throws CommandException {
        long deadline = System.nanoTime() + STARTING.toNanos();
        Optional<NodeClient> client = NodeClient.connect(home().socket());
        while (client.isEmpty() && home().taken() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(POLL.toNanos());
            client = NodeClient.connect(home().socket());
        }
        Optional<String> foreign = client.isPresent() ? Optional.empty() : ForeignHome.complaint(home());
        if (foreign.isPresent()) {
            throw new CommandException(Exit.FAILED, foreign.get());
        }
        return client;
    }

    NodeClient mustRun() throws CommandException {
        return running()
                .orElseThrow(() -> new CommandException(
                        Exit.NOT_FOUND,
                        "no node runs in " + home().folder() + "; start one with '" + command("start") + "'"));
    }

    /** Boots a node in the home, after a look at what would let it start in vain. {@code more} are framework properties. */
    LocalNode boot(TransportOption transport, Map<String, String> more) throws CommandException, NodeException {
        home().requireShortSocket();
        Optional<String> complaint = NodeSettings.complaint(home());
        if (complaint.isPresent()) {
            throw new CommandException(Exit.FAILED, complaint.get());
        }
        Map<String, String> overrides = new HashMap<>(transport.overrides(home()));
        overrides.putAll(more);
        return LocalNode.boot(home(), overrides);
    }

    @Override
    public abstract Integer call() throws Exception;
}
