// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import jakarta.json.JsonValue;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Command;

/** {@code stop}. */
@Command(name = "stop", description = "Stop the node of this home, and wait until it is gone.")
final class StopCommand extends NodeCommand {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long POLL_MILLIS = 20;

    @Override
    public Integer call() throws CommandException, InterruptedException, IOException {
        NodeClient node = running()
                .orElseThrow(() -> new CommandException(
                        Exit.NOT_FOUND, "no node runs in " + home().folder() + ", so there is nothing to stop"));
        node.call("stop", JsonValue.EMPTY_JSON_OBJECT, event -> {}).orFail();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - deadline < 0) {
            if (!home().taken()) {
                return Exit.OK;
            }
            // Nothing tells when a lock gets free within a time: a blocking lock has no end, and the process that has
            // it may be one of another container, whose number means nothing here.
            Thread.sleep(POLL_MILLIS);
        }
        throw new CommandException(
                Exit.FAILED, "the node was told to stop, but has not within " + PATIENCE.toSeconds() + " s");
    }
}
