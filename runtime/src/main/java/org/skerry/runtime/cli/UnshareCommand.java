// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code unshare PATH|ROOT}. */
@Command(name = "unshare", description = "Stop serving a share; the files stay as they are.")
final class UnshareCommand extends NodeCommand {

    @Parameters(arity = "1", paramLabel = "PATH|ROOT", description = "A path that was shared, or the root of the link.")
    private String what;

    @Override
    public Integer call() throws CommandException {
        String named = what.startsWith("bafkrei")
                ? what
                : Path.of(what).toAbsolutePath().normalize().toString();
        JsonObject arguments =
                jakarta.json.Json.createObjectBuilder().add("what", named).build();
        mustRun().call("unshare", arguments, event -> {}).orFail();
        return Exit.OK;
    }
}
