// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code unshare PATH|ROOT|LINK}. */
@Command(name = "unshare", description = "Stop serving a share; the files stay as they are.")
final class UnshareCommand extends NodeCommand {

    @Parameters(
            arity = "1",
            paramLabel = "PATH|ROOT|LINK",
            converter = PathConverter.OrName.class,
            description = "A path that was shared, a link, or its root.")
    private String what;

    private static final String LINK = "skerry:";
    private static final String ROOT = "bafkrei";

    @Override
    public Integer call() throws CommandException {
        JsonObject arguments =
                jakarta.json.Json.createObjectBuilder().add("what", named()).build();
        JsonValue ended = mustRun().call("unshare", arguments, event -> {}).orFail();
        for (JsonObject share : Json.objects(ended)) {
            Output.messages().println("no longer served: " + TextTable.printable(name(share)));
        }
        return Exit.OK;
    }

    /** Of what could not be opened only the root is known. */
    private static String name(JsonObject share) {
        List<String> paths = Json.texts(share, "paths");
        return paths.isEmpty() ? Json.text(share, "root") : String.join(", ", paths);
    }

    private String named() {
        if (what.startsWith(LINK)) {
            return what.substring(LINK.length()).replaceFirst("[?#].*", "");
        }
        return what.startsWith(ROOT)
                ? what
                : Path.of(what).toAbsolutePath().normalize().toString();
    }
}
