// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.skerry.runtime.node.Distribution;
import org.skerry.runtime.node.NodeException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code get LINK}. */
@Command(
        name = "get",
        description = {
            "Fetch what a link names, and print the folder on stdout when all of it is whole and verified.",
            "Ended early, it goes on where it was when the same command is given again.",
            "A link without its part from # on is cached, unreadable, and can be served on."
        })
final class GetCommand extends NodeCommand {

    @Parameters(
            arity = "1",
            paramLabel = "LINK",
            converter = PathConverter.OrName.class,
            description = "As 'skerry share' printed it; quote it.")
    private String link;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "The folder to write: missing, empty, or an earlier fetch of the same. "
                    + "Default: one named as the content, here.")
    private Path output;

    @Option(
            names = "--timeout",
            paramLabel = "D",
            converter = DurationConverter.class,
            description = "Give up (exit 3) when nothing has come for so long: 30s, 5m, 1h. Default: never.")
    private Duration timeout;

    @Option(names = "--strategy", paramLabel = "NAME", description = "The sync strategy: rarest, sequential.")
    private String strategy;

    @Option(names = "--serve", description = "Serve it on until Ctrl-C when it is complete.")
    private boolean serve;

    @Mixin
    private TransportOption transport;

    @Spec
    private CommandSpec spec;

    /** What had come before this command, as of a fetch that was under way; negative while not known. */
    private long receivedBefore = -1;

    @Override
    public Integer call() throws CommandException, NodeException {
        refuse(LinkSyntax.complaint(link));
        if (output != null && link.indexOf('#') < 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    "this link has no part from # on: its content can be cached but not read, so there is nothing to write to "
                            + output + "; for the files, copy the link whole");
        }
        if (output != null) {
            Optional<String> complaint = OutputFolder.complaint(output, link, home());
            if (complaint.isPresent()) {
                throw new CommandException(Exit.FAILED, complaint.get());
            }
        }
        Optional<NodeClient> running = running();
        if (running.isPresent()) {
            transport.refuseFor(home());
            fetch(running.get());
            return Exit.OK;
        }
        if (strategy != null) {
            refuse(StrategyName.complaint(strategy, home(), Distribution.current()));
        }
        try (LocalNode node = boot(transport, Map.of())) {
            Output.messages().println(node.awaitReady());
            fetch(node.ownClient());
            if (serve) {
                Signals.handle(Exit.OK);
                Output.messages().println("serving until Ctrl-C");
                node.awaitStop();
            }
        }
        return Exit.OK;
    }

    private void refuse(Optional<String> complaint) {
        complaint.ifPresent(it -> {
            throw new ParameterException(spec.commandLine(), it);
        });
    }

    private void fetch(NodeClient client) throws CommandException {
        ProgressPrinter progress = ProgressPrinter.onStderr();
        long began = System.nanoTime();
        Signals.farewell("stopped; the same command goes on where this stopped");
        NodeClient.Outcome outcome = client.call("get", arguments(), event -> {
            switch (Json.text(event, "event")) {
                case "progress" -> show(Json.object(event, "value"), progress);
                case "message" -> progress.message(Json.text(event, "text"));
                case "result" -> finish(event, Duration.ofNanos(System.nanoTime() - began), progress);
                default -> {}
            }
        });
        Signals.farewell("");
        progress.clear();
        outcome.orFail();
    }

    /** Why it failed is what the command ends with. */
    private void show(JsonObject status, ProgressPrinter progress) {
        if (receivedBefore < 0) {
            receivedBefore = Json.number(status, "bytesReceived");
        }
        if (!Json.text(status, "state").equals("failed")) {
            progress.show(status);
        }
    }

    private void finish(JsonObject result, Duration took, ProgressPrinter progress) {
        if (!Json.text(result, "outcome").equals("complete")) {
            return;
        }
        JsonObject status = Json.object(result, "status");
        String folder = Json.text(result, "folder");
        long bytes = Json.number(status, "bytesTotal");
        double seconds = Math.max(took.toNanos() / 1e9, 1e-3);
        long received = Json.number(status, "bytesReceived") - Math.max(receivedBefore, 0);
        String how = received == 0
                ? "; all of it was here already"
                : String.format(Locale.ROOT, " in %.1f s, ", seconds) + Units.bytes(received) + " of it fetched now ("
                        + Units.rate(received / seconds) + ")";
        progress.message((folder.isEmpty() ? "cached " : "complete: ")
                + Units.bytes(bytes)
                + how
                + (folder.isEmpty() ? "; --serve, or a running node, serves it on" : ""));
        if (!folder.isEmpty()) {
            Output.data().println(folder);
            Output.data().flush();
        }
    }

    private JsonObject arguments() {
        JsonObjectBuilder out = jakarta.json.Json.createObjectBuilder().add("link", link.strip());
        if (output != null) {
            out.add("folder", output.toAbsolutePath().normalize().toString());
        } else {
            out.add("parent", Path.of("").toAbsolutePath().toString());
        }
        if (timeout != null) {
            out.add("stallMillis", timeout.toMillis());
        }
        if (strategy != null) {
            out.add("strategy", strategy);
        }
        return out.build();
    }
}
