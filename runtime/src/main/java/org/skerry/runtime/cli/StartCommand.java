// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import jakarta.json.JsonObject;
import java.util.Map;
import org.skerry.runtime.node.NodeException;
import picocli.CommandLine.Command;

/** {@code start}. */
@Command(
        name = "start",
        description = {
            "Run a node in the foreground until Ctrl-C or 'skerry stop'.",
            "On a terminal it comes with the Gogo shell; leaving that (Ctrl-D) stops the node."
        })
final class StartCommand extends NodeCommand {

    private static final int PATIENCE_MILLIS = 5000;

    @Override
    public Integer call() throws CommandException, NodeException {
        if (running().isPresent()) {
            throw new CommandException(
                    Exit.FAILED,
                    "a node is running in " + home().folder()
                            + " already; stop it, or choose another home with --home");
        }
        Signals.handle(Exit.OK);
        Map<String, String> overrides = Terminal.isTerminal(Terminal.STDIN) ? Map.of("gosh.args", "") : Map.of();
        try (LocalNode node = LocalNode.boot(home(), overrides)) {
            announce(node);
            node.awaitStop();
        }
        return Exit.OK;
    }

    private static void announce(LocalNode node) throws CommandException {
        JsonObject wait = jakarta.json.Json.createObjectBuilder()
                .add("waitMillis", PATIENCE_MILLIS)
                .build();
        NodeClient.Outcome outcome = node.client().call("ready", wait, event -> {});
        String self = outcome.data() instanceof JsonObject data ? Json.text(data, "self") : "";
        System.err.println(
                outcome.code() == Exit.OK
                        ? "node " + self + " is ready"
                        : "node " + (self.isEmpty() ? "" : self + " ") + "is up, but " + outcome.error());
    }
}
