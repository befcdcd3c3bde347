// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.skerry.api.admin.Upgrades;
import org.skerry.api.admin.Upgrades.Options;
import org.skerry.api.admin.Upgrades.Outcome;
import org.skerry.api.admin.Upgrades.Report;

/**
 * {@code upgrade {files, dryRun?, downgrade?}}, {@code rollback {dryRun?}}, {@code features}, {@code features-install {feature, dryRun?}},
 * {@code features-remove {feature, dryRun?}}. Each step is a message; the report is the data.
 */
final class UpgradeCommands {

    private UpgradeCommands() {}

    /** Asks for a change. */
    @FunctionalInterface
    private interface Change {
        CompletionStage<Report> ask(Upgrades upgrades, Arguments arguments, Options options, Consumer<String> steps)
                throws UsageException;
    }

    static List<Command> all(Node node) {
        return List.of(
                change("upgrade", node, (upgrades, arguments, options, steps) -> {
                    List<Path> files = arguments.paths("files");
                    return upgrades.deploy(files, options, steps);
                }),
                change("rollback", node, (upgrades, arguments, options, steps) -> upgrades.rollback(options, steps)),
                change(
                        "features-install",
                        node,
                        (upgrades, arguments, options, steps) ->
                                upgrades.install(arguments.requiredText("feature"), options, steps)),
                change(
                        "features-remove",
                        node,
                        (upgrades, arguments, options, steps) ->
                                upgrades.remove(arguments.requiredText("feature"), options, steps)),
                QueryCommands.command("features", (arguments, reply) -> features(node, reply)));
    }

    private static Command change(String name, Node node, Change change) {
        return QueryCommands.command(name, (arguments, reply) -> {
            Optional<Upgrades> upgrades = upgrades(node, reply);
            if (upgrades.isPresent()) {
                Options options = new Options(arguments.flag("dryRun"), arguments.flag("downgrade"));
                var unused = change.ask(upgrades.get(), arguments, options, step -> reply.message(Reply.oneLine(step)))
                        .whenComplete((report, failure) -> answer(report, failure, reply));
            }
        });
    }

    private static Optional<Upgrades> upgrades(Node node, Reply reply) {
        Optional<Upgrades> upgrades = node.upgrades();
        if (upgrades.isEmpty()) {
            reply.exit(
                    Reply.FAILED,
                    "this node cannot change its bundles while it runs: feature 'upgrade' is missing or not ready; name"
                            + " it in etc/node.properties and restart");
        }
        return upgrades;
    }

    private static void answer(Report report, Throwable failure, Reply reply) {
        if (failure != null) {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            reply.exit(Reply.FAILED, Reply.oneLine(String.valueOf(cause.getMessage())));
            return;
        }
        ObjectNode out = Json.object()
                .put("outcome", report.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .put("message", Reply.oneLine(report.message()));
        ArrayNode changes = out.putArray("changes");
        report.changes().forEach(it -> {
            ObjectNode change = changes.addObject().put("name", it.name());
            it.from().ifPresent(from -> change.put("from", from));
            it.to().ifPresent(to -> change.put("to", to));
        });
        ArrayNode restarted = out.putArray("restarted");
        report.restarted().forEach(restarted::add);
        reply.data(out);
        if (report.outcome() == Outcome.ROLLED_BACK) {
            reply.exit(Reply.FAILED, Reply.oneLine("it was taken back: " + report.message()));
        } else {
            reply.done();
        }
    }

    private static void features(Node node, Reply reply) {
        Optional<Upgrades> upgrades = upgrades(node, reply);
        if (upgrades.isPresent()) {
            ArrayNode out = Json.array();
            upgrades.get()
                    .features()
                    .forEach(it -> out.addObject()
                            .put("name", it.name())
                            .put("installed", it.installed())
                            .put("bundles", it.bundles()));
            reply.data(out);
            reply.done();
        }
    }
}
