// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code config list [PID]}, {@code config get PID KEY}, {@code config set PID KEY VALUE}, {@code config unset PID KEY}. */
@Command(
        name = "config",
        description = {
            "Tell or change the configuration of the node of this home, while it runs.",
            "list tells every key with its value, its default, what is allowed, and where it is set; get prints one value.",
            "set has a value checked and taken up, and writes it to etc/PID.cfg; unset goes back to the default. A value that"
                    + " is refused changes nothing.",
            "etc/node.properties is not for set: it is read when the node starts."
        })
final class ConfigCommand extends NodeCommand {

    /** What to do, and with how many words. */
    enum Action {
        list(0, 1),
        get(2, 2),
        set(3, 3),
        unset(2, 2);

        private final int least;
        private final int most;

        Action(int least, int most) {
            this.least = least;
            this.most = most;
        }
    }

    private static final List<String> WORDS = List.of("pid", "key", "value");

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", arity = "1", paramLabel = "ACTION", description = "${COMPLETION-CANDIDATES}.")
    private Action action;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "PID",
            description = "As in the name of the file: org.skerry.exchange, org.skerry.store.file-default.")
    private Optional<String> pid = Optional.empty();

    @Parameters(index = "2", arity = "0..1", paramLabel = "KEY", description = "Such as node.up.")
    private Optional<String> key = Optional.empty();

    @Parameters(
            index = "3",
            arity = "0..1",
            paramLabel = "VALUE",
            description = "Taken as it is; elements of a list are separated by commas.")
    private Optional<String> value = Optional.empty();

    @Option(names = "--json", description = "Print a JSON document.")
    private boolean json;

    @Override
    public Integer call() throws CommandException {
        JsonValue data =
                node().call("config-" + action, arguments(), event -> {}).orFail();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.pretty(data));
        } else {
            switch (action) {
                case list -> out.print(ConfigViews.list(data, pid.isPresent()));
                case get -> out.println(TextTable.printable(Json.text(data.asJsonObject(), "value")));
                default -> Output.messages().println(ConfigViews.changed(data.asJsonObject()));
            }
        }
        out.flush();
        return Exit.OK;
    }

    /** What can be set is known to the bundles alone, so there must be some. */
    private NodeClient node() throws CommandException {
        arguments(); // what makes no sense is said first
        return running()
                .orElseThrow(() -> new CommandException(
                        Exit.NOT_FOUND,
                        "no node runs in " + home().folder() + " that could check a value; start it with '"
                                + command("start") + "', or edit " + home().etc() + " by hand"));
    }

    private JsonObject arguments() {
        List<Optional<String>> given = List.of(pid, key, value);
        JsonObjectBuilder out = jakarta.json.Json.createObjectBuilder();
        int count = 0;
        for (Optional<String> word : given) {
            if (word.isPresent()) {
                out.add(WORDS.get(count++), word.get());
            }
        }
        if (count < action.least || count > action.most) {
            throw new ParameterException(
                    spec.commandLine(),
                    "it is 'config list [PID]', 'config get PID KEY', 'config set PID KEY VALUE'"
                            + " or 'config unset PID KEY'");
        }
        return out.build();
    }
}
