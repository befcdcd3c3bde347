// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import java.util.Map;
import org.skerry.runtime.node.NodeException;
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
        Map<String, String> shell = Terminal.isTerminal(Terminal.STDIN) ? Map.of(LocalNode.INTERACTIVE, "") : Map.of();
        try (LocalNode node = boot(transport, shell)) {
            Output.messages().println(node.awaitReady());
            node.awaitStop();
        }
        return Exit.OK;
    }
}
