// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.skerry.runtime.node.NodeException;
import org.skerry.upgrade.set.BundleSet;
import org.skerry.upgrade.set.SetStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code upgrade}, {@code rollback} and {@code features}: which bundles the running node of a home holds. */
abstract class UpgradeCommand extends NodeCommand {

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print a JSON document.")
    private boolean json;

    /** What changes something. */
    abstract static class Change extends UpgradeCommand {

        @Option(names = "--dry-run", description = "Check and resolve, tell what would change, and change nothing.")
        private boolean dryRun;

        final boolean isDryRun() {
            return dryRun;
        }

        final Integer change(String command, JsonObjectBuilder arguments) throws CommandException {
            return print(ask(command, arguments.add("dryRun", dryRun).build()));
        }
    }

    /** {@code upgrade}. */
    @Command(
            name = "upgrade",
            description = {
                "Replace or add bundles while the node of this home runs.",
                "A file is a bundle, a feature archive or a distribution (.zip), signed by a publisher whose key lies in"
                        + " etc/publishers. If the node does not work with it, the old bundles come back by themselves."
            })
    static final class Upgrade extends Change {

        @Parameters(arity = "1..*", paramLabel = "FILE", description = "Each has its signature beside it: FILE.sig.")
        private List<Path> files = List.of();

        @Option(names = "--allow-downgrade", description = "Replace bundles by such of a lower version, too.")
        private boolean downgrade;

        @Override
        public Integer call() throws CommandException {
            JsonArrayBuilder list = jakarta.json.Json.createArrayBuilder();
            files.forEach(it -> list.add(it.toAbsolutePath().normalize().toString()));
            return change(
                    "upgrade",
                    jakarta.json.Json.createObjectBuilder().add("files", list).add("downgrade", downgrade));
        }
    }

    /** {@code rollback}. */
    @Command(
            name = "rollback",
            description = "Go back to the bundles that the node of this home held before the last upgrade.")
    static final class Rollback extends Change {

        @Override
        public Integer call() throws CommandException, NodeException {
            if (running().isPresent()) {
                return change("rollback", jakarta.json.Json.createObjectBuilder());
            }
            return withoutNode();
        }

        /** A node that does not start cannot be asked: then the next start is told. */
        private Integer withoutNode() throws CommandException, NodeException {
            if (Files.notExists(home().folder())) {
                throw new CommandException(Exit.NOT_FOUND, "there is no home in " + home().folder());
            }
            SetStore store = SetStore.of(home().folder());
            try (Closeable lock = home().lock()) {
                OptionalLong staged = store.unstage(isDryRun());
                Optional<BundleSet> current = store.current();
                OptionalLong before = current.map(BundleSet::before).orElse(OptionalLong.empty());
                if (staged.isEmpty() && before.isEmpty()) {
                    throw new CommandException(
                            Exit.FAILED, "there is nothing to go back to: no set of bundles was deployed before");
                }
                if (staged.isEmpty() && !isDryRun()) {
                    store.set(before.getAsLong());
                    store.commit(before.getAsLong());
                }
                Output.messages()
                        .println(
                                staged.isPresent()
                                        ? "set " + staged.getAsLong() + " was staged, and is not tried"
                                        : "the next start has set " + before.getAsLong());
                return Exit.OK;
            } catch (IOException e) {
                throw new CommandException(Exit.FAILED, e.getMessage(), e);
            }
        }
    }

    /** {@code features}. */
    @Command(
            name = "features",
            description = "List the features of the node of this home, or install or remove one while it runs.")
    static final class Features extends Change {

        /** What to do. */
        enum Action {
            list,
            install,
            remove
        }

        @Spec
        private CommandSpec features;

        @Parameters(
                index = "0",
                arity = "0..1",
                paramLabel = "ACTION",
                defaultValue = "list",
                description = "${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} if left out.")
        private Action action = Action.list;

        @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "The feature.")
        private String name = "";

        @Override
        public Integer call() throws CommandException {
            if ((action == Action.list) != name.isEmpty()) {
                throw new ParameterException(
                        features.commandLine(),
                        name.isEmpty() ? "'features " + action + "' needs a name" : "'features list' takes no name");
            }
            JsonObjectBuilder arguments = jakarta.json.Json.createObjectBuilder();
            if (action == Action.list) {
                return print(ask("features", arguments.build()));
            }
            return change("features-" + action, arguments.add("feature", name));
        }
    }

    final NodeClient.Outcome ask(String command, JsonObject arguments) throws CommandException {
        return mustRun().call(command, arguments, event -> {
            if (Json.text(event, "event").equals("message")) {
                Output.messages().println(Json.text(event, "text"));
            }
        });
    }

    final Integer print(NodeClient.Outcome outcome) throws CommandException {
        PrintWriter out = spec.commandLine().getOut();
        if (outcome.data() instanceof JsonObject report) {
            out.print(json ? Json.pretty(report) + "\n" : UpgradeViews.report(report));
        } else if (outcome.data() != jakarta.json.JsonValue.NULL) {
            out.print(json ? Json.pretty(outcome.data()) + "\n" : UpgradeViews.features(outcome.data()));
        }
        out.flush();
        outcome.orFail();
        return Exit.OK;
    }
}
