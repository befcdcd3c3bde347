// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import jakarta.json.JsonValue;
import java.io.PrintWriter;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks the node for a document and prints it: {@code status}, {@code peers}, {@code transfers}, {@code bundles}, {@code ready}. */
@Command
final class QueryCommand extends NodeCommand {

    private final String command;
    private final Function<JsonValue, String> view;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print a JSON document.")
    private boolean json;

    QueryCommand(String command, Function<JsonValue, String> view) {
        this.command = command;
        this.view = view;
    }

    @Override
    public Integer call() throws CommandException {
        NodeClient.Outcome outcome = mustRun().call(command, JsonValue.EMPTY_JSON_OBJECT, event -> {});
        if (outcome.data() != JsonValue.NULL) {
            PrintWriter out = spec.commandLine().getOut();
            out.print(json ? Json.pretty(outcome.data()) + "\n" : view.apply(outcome.data()));
            out.flush();
        }
        outcome.orFail();
        return Exit.OK;
    }
}
