// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.LogManager;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.util.tracker.ServiceTracker;
import org.skerry.runtime.node.DiskRoom;
import org.skerry.runtime.node.Distribution;
import org.skerry.runtime.node.NodeException;
import org.skerry.runtime.node.NodeFramework;
import org.skerry.runtime.node.NodeHome;

/** A node that runs in this process, for as long as a command needs it; asked through its control socket like any other. */
final class LocalNode implements AutoCloseable {

    private static final long SOCKET_MILLIS = 15_000;

    private static final long DROP_MILLIS = 1_000;
    /** The shell registers its commands when its socket is open. */
    private static final String COMMANDS = "(osgi.command.scope=skerry)";

    /** How a full disk says so, without a word of where it is. */
    private static final String NO_ROOM = "No space left on device";

    private static final Duration READY = Duration.ofSeconds(5);

    /** The framework property with which a node gets the Gogo shell on this terminal. */
    static final String INTERACTIVE = "gosh.args";

    private final NodeHome home;
    private final NodeFramework framework;
    private final Thread hook = new Thread(this::closeQuietly, "skerry-stop");
    private volatile Optional<NodeClient> asked = Optional.empty();
    private boolean closed;
    private volatile boolean startsAgain;

    private LocalNode(NodeHome home, NodeFramework framework) {
        this.home = home;
        this.framework = framework;
    }

    /**
     * Boots a node in a home. It is stopped in good order when the process is told to end.
     *
     * @param home where
     * @param overrides framework properties
     * @return the node, with its control socket open and its configuration checked
     * @throws CommandException if it cannot be started, or its configuration has errors
     * @throws NodeException if it cannot be started
     */
    static LocalNode boot(NodeHome home, Map<String, String> overrides) throws CommandException, NodeException {
        System.setProperty(NodeHome.PROPERTY, home.folder().toString());
        System.setProperty(
                "logback.configurationFile", home.etc().resolve("logback.xml").toString());
        // Some bundles log there before the node's own log is up; a terminal is not the place for it.
        LogManager.getLogManager().reset();
        boolean interactive = overrides.containsKey(INTERACTIVE);
        if (!interactive) {
            Output.divert(home.log());
        }
        NodeFramework framework = NodeFramework.start(Distribution.current(), home, overrides);
        LocalNode node = new LocalNode(home, framework);
        framework.notes().forEach(it -> Output.messages().println("skerry: " + it));
        Runtime.getRuntime().addShutdownHook(node.hook);
        boolean up = false;
        try {
            node.checkConfiguration(node.awaitSocket());
            up = true;
            return node;
        } finally {
            if (!up) {
                node.close();
            }
        }
    }

    private NodeClient awaitSocket() throws CommandException {
        try {
            Filter filter = FrameworkUtil.createFilter(COMMANDS);
            ServiceTracker<?, ?> shell =
                    new ServiceTracker<>(framework.framework().getBundleContext(), filter, null);
            shell.open(true);
            shell.waitForService(SOCKET_MILLIS);
            shell.close();
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(COMMANDS, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(Exit.INTERRUPTED, "interrupted", e);
        }
        return NodeClient.connect(home.socket())
                .orElseThrow(() -> new CommandException(
                        Exit.FAILED,
                        "the node started without its control socket; the reason stands in " + home.log()));
    }

    private void checkConfiguration(NodeClient client) throws CommandException {
        NodeClient.Outcome outcome = client.call("config-check", JsonValue.EMPTY_JSON_OBJECT, event -> {});
        if (outcome.data() instanceof JsonObject report) {
            Json.texts(report, "warnings").forEach(it -> Output.messages().println("skerry: warning: " + it));
            List<String> errors = Json.texts(report, "errors");
            if (errors.size() > 1) {
                errors.subList(1, errors.size()).forEach(it -> Output.messages().println("skerry: " + it));
            }
        }
        if (outcome.error().contains(NO_ROOM)) {
            throw new CommandException(
                    outcome.code(), new DiskRoom(home.folder()).complaint().orElse(outcome.error()));
        }
        outcome.orFail();
    }

    /**
     * Waits until the node is ready, some seconds at most. What is missing then is told, for the node may get it later; but
     * a direct transport that cannot open, as with a port in use, ends it, though others may be open.
     *
     * @return who the node is, and whether it is ready, for people
     * @throws CommandException if the transport cannot open
     */
    String awaitReady() throws CommandException {
        JsonObject wait = jakarta.json.Json.createObjectBuilder()
                .add("waitMillis", READY.toMillis())
                .build();
        NodeClient.Outcome outcome = client().call("ready", wait, event -> {});
        JsonObject data = outcome.data() instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
        for (JsonObject finding : Json.objects(data, "findings")) {
            String name = Json.text(finding, "name");
            String message = Json.text(finding, "message");
            boolean none = name.equals("transport")
                    && !finding.getBoolean("ready", true)
                    // With no transport at all, one may still be installed.
                    && !message.startsWith("no transport");
            if (none) {
                throw new CommandException(Exit.FAILED, "no transport opens: " + message);
            } else if (name.equals("transport direct")) {
                throw new CommandException(Exit.FAILED, name + " is " + message);
            }
        }
        String self = Json.text(data, "self");
        return "node " + self + (outcome.code() == Exit.OK ? " is ready" : " is up, but " + outcome.error());
    }

    /** {@return a new connection} */
    NodeClient client() throws CommandException {
        return NodeClient.connect(home.socket())
                .orElseThrow(() -> new CommandException(Exit.FAILED, "the node has stopped; see " + home.log()));
    }

    /** Waits until someone stops the node. */
    void awaitStop() throws CommandException {
        try {
            framework.awaitStop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(Exit.INTERRUPTED, "interrupted", e);
        }
    }

    /**
     * {@return a new connection for what goes with this process: when that is told to end, the node drops it first, so that the next
     * node of this home does not go on with it}
     */
    NodeClient ownClient() throws CommandException {
        NodeClient client = client();
        asked = Optional.of(client);
        return client;
    }

    /** The node has taken notice of a client that went when it answers another one. */
    private void dropAsked() {
        asked.ifPresent(client -> {
            client.close();
            Thread asking = new Thread(this::askForAnything, "skerry-drop");
            asking.setDaemon(true);
            asking.start();
            try {
                asking.join(DROP_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void askForAnything() {
        try {
            client().call("transfers", JsonValue.EMPTY_JSON_OBJECT, event -> {});
        } catch (CommandException e) {
            // It has stopped, and dropped everything.
            return;
        }
    }

    private void closeQuietly() {
        dropAsked();
        try {
            close();
        } catch (NodeException e) {
            Output.messages().println("skerry: " + e.getMessage());
        }
    }

    /** Another node of this process follows this one, and wants standard output. */
    void startsAgain() {
        startsAgain = true;
    }

    private void unhook() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // it runs just now
        }
    }

    @Override
    public synchronized void close() throws NodeException {
        if (!closed) {
            closed = true;
            unhook();
            Output.discard();
            try {
                framework.close();
            } finally {
                if (!startsAgain) {
                    Output.endData();
                }
            }
        }
    }
}
