// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.skerry.runtime.node.NodeHome;
import picocli.CommandLine.ParentCommand;

/** A command that concerns the node of a home. */
abstract class NodeCommand implements Callable<Integer> {

    @ParentCommand
    private SkerryCommand root;

    NodeHome home() {
        return root.home();
    }

    Optional<NodeClient> running() {
        return NodeClient.connect(home().socket());
    }

    NodeClient mustRun() throws CommandException {
        return running()
                .orElseThrow(() -> new CommandException(
                        Exit.NOT_FOUND,
                        "no node runs in " + home().folder() + "; start one with '" + root.commandLine("start") + "'"));
    }

    @Override
    public abstract Integer call() throws Exception;
}
