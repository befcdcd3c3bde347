// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cache list}, {@code cache add LINK [--pin]}, {@code cache pin|unpin|drop LINK}. */
@Command(
        name = "cache",
        description = {
            "Tell or change what the node of this home keeps for others, without being able to read it.",
            "add follows a content, after restarts too; pin keeps all of it whatever else comes, unpin takes that back;"
                    + " drop follows it no more and removes what nothing else needs."
        })
final class CacheCommand extends NodeCommand {

    /** What to do. */
    enum Action {
        list,
        add,
        pin,
        unpin,
        drop
    }

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", arity = "1", paramLabel = "ACTION", description = "${COMPLETION-CANDIDATES}.")
    private Action action;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "LINK",
            description = "The link, or its root. The part from # on is neither needed nor given to the node.")
    private String link = "";

    @Option(names = "--pin", description = "With add: none of it is dropped to make room.")
    private boolean pin;

    @Option(names = "--json", description = "Print a JSON document.")
    private boolean json;

    @Override
    public Integer call() throws CommandException {
        JsonObjectBuilder arguments = jakarta.json.Json.createObjectBuilder();
        if ((action == Action.list) != link.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    link.isEmpty() ? "'cache " + action + "' needs a link" : "'cache list' takes no link");
        }
        if (pin && action != Action.add) {
            throw new ParameterException(spec.commandLine(), "--pin goes with 'cache add' alone");
        }
        if (!link.isEmpty()) {
            arguments.add("link", link.replaceFirst("#.*", ""));
        }
        JsonValue data = mustRun()
                .call("cache-" + action, arguments.add("pin", pin).build(), event -> {})
                .orFail();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.pretty(data));
        } else if (action == Action.list) {
            out.print(Views.cache(data));
        } else {
            Output.messages().println(done(data.asJsonObject()));
        }
        out.flush();
        return Exit.OK;
    }

    private String done(JsonObject content) {
        String root = Json.text(content, "root");
        return switch (action) {
            case add -> (content.getBoolean("pinned", false) ? "followed and pinned: " : "followed: ") + root;
            case pin -> "pinned: " + root;
            case unpin -> "not pinned any more: " + root;
            default -> "being dropped: " + root;
        };
    }
}
