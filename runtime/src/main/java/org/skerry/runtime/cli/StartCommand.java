// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.skerry.runtime.node.NodeException;
import org.skerry.runtime.node.NodeFramework;
import org.skerry.upgrade.set.SetStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code start}. */
@Command(
        name = "start",
        description = {
            "Run a node in the foreground until Ctrl-C or 'skerry stop'.",
            "On a terminal it comes with the Gogo shell; leaving that (Ctrl-D) stops the node."
        })
final class StartCommand extends NodeCommand {

    @Mixin
    private TransportOption transport;

    @Override
    public Integer call() throws CommandException, NodeException {
        if (running().isPresent()) {
            throw new CommandException(
                    Exit.FAILED,
                    "a node is running in " + home().folder()
                            + " already; stop it, or choose another home with --home");
        }
        Signals.handle(Exit.OK);
        Map<String, String> more = new HashMap<>(Map.of(NodeFramework.RESTARTS, "true"));
        if (Terminal.isTerminal(Terminal.STDIN)) {
            more.put(LocalNode.INTERACTIVE, "");
        }
        restarts(); // an old one is not meant
        boolean again = true;
        while (again) {
            try (LocalNode node = boot(transport, more)) {
                Output.messages().println(node.awaitReady());
                node.awaitStop();
                again = restarts();
                if (again) {
                    node.startsAgain();
                }
            }
        }
        return Exit.OK;
    }

    /** Whether an upgrade asked for another start. */
    private boolean restarts() throws CommandException {
        try {
            return SetStore.of(home().folder()).takeRestart();
        } catch (IOException e) {
            throw new CommandException(Exit.FAILED, "it cannot be told whether to start again: " + e.getMessage(), e);
        }
    }
}
