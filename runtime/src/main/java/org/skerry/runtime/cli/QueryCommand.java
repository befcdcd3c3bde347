// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import jakarta.json.JsonValue;
import java.io.PrintWriter;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.skerry.runtime.node.Distribution;
import org.skerry.runtime.node.NativePackages;
import org.skerry.runtime.node.NodeException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks the node for a document and prints it: {@code status}, {@code peers}, {@code transfers}, {@code bundles}, {@code ready}. */
@Command
final class QueryCommand extends NodeCommand {

    private final String command;
    private final BiFunction<JsonValue, UnaryOperator<String>, String> view;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print a JSON document.")
    private boolean json;

    QueryCommand(String command, Function<JsonValue, String> view) {
        this(command, (data, hint) -> view.apply(data));
    }

    /** With a view that also gets a function that tells how to give a command for the same home. */
    QueryCommand(String command, BiFunction<JsonValue, UnaryOperator<String>, String> view) {
        this.command = command;
        this.view = view;
    }

    @Override
    public Integer call() throws CommandException, NodeException {
        NodeClient.Outcome outcome = mustRun().call(command, JsonValue.EMPTY_JSON_OBJECT, event -> {});
        if (outcome.data() != JsonValue.NULL) {
            PrintWriter out = spec.commandLine().getOut();
            JsonValue data = command.equals("status") ? warned(outcome.data()) : outcome.data();
            out.print(json ? Json.pretty(data) + "\n" : view.apply(data, this::command));
            out.flush();
        }
        outcome.orFail();
        return Exit.OK;
    }

    private JsonValue warned(JsonValue status) throws NodeException {
        Distribution distribution = Distribution.current();
        return NativeWarning.addTo(status, home().features(distribution), NativePackages.missing(distribution));
    }
}
