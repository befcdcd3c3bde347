// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.skerry.runtime.node.NodeException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code share PATH…}. */
@Command(
        name = "share",
        description = {
            "Share files and folders, and print the link alone on stdout.",
            "Serves them until Ctrl-C, and not after that; if a node runs in this home, hands them over to it and returns.",
            "The same command gives the same link again, as long as the files are as they were."
        })
final class ShareCommand extends NodeCommand {

    @Parameters(arity = "1..*", paramLabel = "PATH", description = "What to share.")
    private List<Path> paths;

    @Option(names = "--fresh", description = "Make a new secret, and end earlier shares of the same paths.")
    private boolean fresh;

    @Mixin
    private TransportOption transport;

    @Override
    public Integer call() throws CommandException, NodeException {
        for (Path path : paths) {
            if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                throw new CommandException(Exit.NOT_FOUND, "there is no " + path);
            }
        }
        Optional<NodeClient> running = running();
        if (running.isPresent()) {
            transport.refuseFor(home());
            share(running.get(), true);
            Output.messages()
                    .println("the node in " + home().folder() + " serves it, after a restart too, until '"
                            + command("unshare") + " PATH'");
            return Exit.OK;
        }
        // A share that is meant to end with Ctrl-C ends well when it is told to end.
        Signals.handle(Exit.OK);
        try (LocalNode node = boot(transport, Map.of())) {
            Output.messages().println(node.awaitReady());
            share(node.client(), false);
            Output.messages().println("serving until Ctrl-C");
            Signals.farewell("no longer served; the same command" + (fresh ? " without --fresh" : "")
                    + " serves it again under the same link. To keep it served, run '" + command("start")
                    + "' and share it then");
            node.awaitStop();
            Signals.sayFarewell();
        }
        return Exit.OK;
    }

    private void share(NodeClient client, boolean keep) throws CommandException {
        ProgressPrinter progress = ProgressPrinter.onStderr();
        NodeClient.Outcome outcome = client.call("share", arguments(keep), event -> {
            if (Json.text(event, "event").equals("progress")) {
                progress.show(Json.object(event, "value"));
            }
        });
        progress.clear();
        JsonObject share = outcome.orFail().asJsonObject();
        Output.data().println(Json.text(share, "link"));
        Output.data().flush();
        Output.messages()
                .println("sharing " + Units.count(Json.number(share, "files"), "file") + ", "
                        + Units.bytes(Json.number(share, "fileBytes")) + ", in "
                        + Units.count(Json.number(share, "chunks"), "chunk"));
    }

    private JsonObject arguments(boolean keep) {
        JsonArrayBuilder list = jakarta.json.Json.createArrayBuilder();
        paths.forEach(it -> list.add(it.toAbsolutePath().normalize().toString()));
        return jakarta.json.Json.createObjectBuilder()
                .add("paths", list)
                .add("fresh", fresh)
                .add("keep", keep)
                .build();
    }
}
