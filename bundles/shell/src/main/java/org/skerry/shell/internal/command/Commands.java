// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.skerry.api.Registration;
import org.skerry.base.loop.Loop;
import org.skerry.shell.internal.check.ConfigurationReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All commands, by name. */
public final class Commands {

    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);

    private final Loop loop;
    private final GetCommand get;
    private final Map<String, Command> byName = new TreeMap<>();

    /**
     * Gathers the commands of a node.
     *
     * @param node what they see
     * @param loop where they run
     * @param skerry gives them the façade
     */
    public Commands(Node node, Loop loop, WithSkerry skerry) {
        this.loop = loop;
        this.get = new GetCommand(skerry);
        List<Command> all = List.of(
                new ShareCommand(skerry),
                new UnshareCommand(skerry),
                get,
                new StatusCommand(node),
                new ReadyCommand(node, loop),
                UpkeepCommand.verify(node, loop),
                UpkeepCommand.repair(node, loop),
                QueryCommands.peers(skerry),
                QueryCommands.transfers(skerry),
                QueryCommands.bundles(node),
                QueryCommands.command(
                        "events",
                        (arguments, reply) -> skerry.then(reply, it -> {
                            Registration listening =
                                    it.listen(event -> Events.of(event).ifPresent(reply::event));
                            reply.onHangUp(listening::close);
                        })),
                QueryCommands.command("config-check", (arguments, reply) -> configurationCheck(node, reply)),
                QueryCommands.command("stop", (arguments, reply) -> {
                    reply.done();
                    node.stop();
                }));
        ConfigCommands.all(node, loop).forEach(command -> byName.put(command.name(), command));
        UpgradeCommands.all(node).forEach(command -> byName.put(command.name(), command));
        CacheCommands.all(skerry).forEach(command -> byName.put(command.name(), command));
        all.forEach(command -> byName.put(command.name(), command));
    }

    /** The node stops, or this bundle: clients that go from now on have not chosen to. Any thread. */
    public void close() {
        get.close();
    }

    private static void configurationCheck(Node node, Reply reply) {
        ConfigurationReport report = node.configuration();
        ObjectNode out = Json.object();
        ArrayNode errors = out.putArray("errors");
        report.errors().forEach(it -> errors.add(it.text()));
        ArrayNode warnings = out.putArray("warnings");
        report.warnings().forEach(warnings::add);
        reply.data(out);
        reply.exit(
                report.errors().isEmpty() ? Reply.OK : Reply.FAILED,
                report.errors().isEmpty() ? "" : report.errors().get(0).text());
    }

    /**
     * Runs a command on the loop. May be called from any thread.
     *
     * @param name which
     * @param arguments a JSON object, or nothing
     * @param reply where the answer goes; it is ended in every case
     */
    public void run(String name, JsonNode arguments, Reply reply) {
        Command command = byName.get(name);
        if (command == null) {
            reply.exit(Reply.USAGE, "this node has no command '" + name + "'");
            return;
        }
        loop.execute(() -> {
            try {
                command.run(new Arguments(arguments), reply);
            } catch (UsageException e) {
                reply.exit(Reply.USAGE, e.getMessage());
            } catch (RuntimeException e) {
                LOG.warn("Command {} failed", name, e);
                reply.exit(Reply.FAILED, "internal error in '" + name + "': " + e + "; see the log");
            }
        });
    }
}
