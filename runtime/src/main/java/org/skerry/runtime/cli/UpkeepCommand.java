// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import org.skerry.runtime.node.NodeException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code verify} and {@code repair}: asked of the node of the home; if none runs, one is started for it. */
abstract class UpkeepCommand extends NodeCommand {

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print a JSON document.")
    private boolean json;

    /** {@code verify}. */
    @Command(
            name = "verify",
            description = {
                "Check all that the node of this home keeps: chunks, fetched folders, shares, journals, keys.",
                "Changes nothing, and exits 0 only if nothing is wrong. Starts a node for it if none runs."
            })
    static final class Verify extends UpkeepCommand {

        @Option(names = "--deep", description = "Read shared files, too, whose time and size have not changed.")
        private boolean deep;

        @Override
        NodeClient.Outcome ask(NodeClient client) throws CommandException {
            JsonObject arguments =
                    jakarta.json.Json.createObjectBuilder().add("deep", deep).build();
            return client.call("verify", arguments, event -> {});
        }
    }

    /** {@code repair}. */
    @Command(
            name = "repair",
            description = {
                "Mend what verify finds: drop damaged chunks, make state anew, and have the rest fetched again.",
                "Exits 0 if nothing is left that it could not mend. What is fetched again comes while a node runs."
            })
    static final class Repair extends UpkeepCommand {

        @Override
        NodeClient.Outcome ask(NodeClient client) throws CommandException {
            return client.call("repair", JsonValue.EMPTY_JSON_OBJECT, event -> {});
        }
    }

    abstract NodeClient.Outcome ask(NodeClient client) throws CommandException;

    @Override
    public Integer call() throws CommandException, NodeException {
        Optional<NodeClient> running = running();
        if (running.isPresent()) {
            return print(ask(running.get()), true);
        }
        if (Files.notExists(home().folder())) {
            throw new CommandException(Exit.NOT_FOUND, "there is no home in " + home().folder());
        }
        try (LocalNode node = boot(new TransportOption(), Map.of())) {
            node.awaitReady();
            return print(ask(node.client()), false);
        }
    }

    private Integer print(NodeClient.Outcome outcome, boolean stays) throws CommandException {
        if (outcome.data() instanceof JsonObject report) {
            PrintWriter out = spec.commandLine().getOut();
            out.print(json ? Json.pretty(report) + "\n" : Views.upkeep(report));
            out.flush();
            if (!stays && Json.number(report, "healing") > 0) {
                Output.messages()
                        .println("what is to be fetched again comes when a node runs: '" + command("start") + "'");
            }
        }
        outcome.orFail();
        return Exit.OK;
    }
}
