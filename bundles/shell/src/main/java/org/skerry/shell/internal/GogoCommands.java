// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.skerry.shell.internal.command.Commands;
import org.skerry.shell.internal.command.Json;
import org.skerry.shell.internal.command.Reply;

/** The commands in the Gogo shell, scope {@code skerry}. Each waits for the answer; an interrupt ends the waiting. */
public final class GogoCommands {

    static final String[] FUNCTIONS = {
        "share",
        "unshare",
        "get",
        "status",
        "ready",
        "peers",
        "transfers",
        "cache",
        "config",
        "bundles",
        "upgrade",
        "rollback",
        "features",
        "verify",
        "repair",
        "stop"
    };

    private static final List<String> CACHE = List.of("list", "add", "pin", "unpin", "drop");
    private static final List<String> FEATURES = List.of("list", "install", "remove");
    private static final List<String> CONFIG = List.of("list", "get", "set", "unset");
    private static final List<String> CONFIG_WORDS = List.of("pid", "key", "value");

    private final Commands commands;

    GogoCommands(Commands commands) {
        this.commands = commands;
    }

    /** Shares. */
    @Descriptor("share files and folders; prints the link")
    public void share(
            CommandSession session,
            @Descriptor("make a new secret")
                    @Parameter(
                            names = {"--fresh"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean fresh,
            @Descriptor("what to share") String... paths) {
        ObjectNode arguments = Json.object().put("fresh", fresh).put("keep", true);
        ArrayNode list = arguments.putArray("paths");
        for (String path : paths) {
            list.add(absolute(path));
        }
        run(session, "share", arguments);
    }

    /** Ends a share. */
    @Descriptor("stop serving a share")
    public void unshare(CommandSession session, @Descriptor("its path or root") String what) {
        run(session, "unshare", Json.object().put("what", what.startsWith("bafkrei") ? what : absolute(what)));
    }

    /** Fetches into the working folder. */
    @Descriptor("fetch a link into the folder in which the node was started")
    public void get(CommandSession session, @Descriptor("the link") String link) {
        run(session, "get", Json.object().put("link", link).put("parent", absolute(".")));
    }

    /** Fetches. */
    @Descriptor("fetch a link into a folder")
    public void get(
            CommandSession session,
            @Descriptor("the link") String link,
            @Descriptor("the folder to write") String folder) {
        run(session, "get", Json.object().put("link", link).put("folder", absolute(folder)));
    }

    /** Tells about the node. */
    @Descriptor("who this node is, what it needs and does")
    public void status(CommandSession session) {
        run(session, "status", Json.object());
    }

    /** Tells what is missing. */
    @Descriptor("what each part of the node needs, and whether it is there")
    public void ready(CommandSession session) {
        run(session, "ready", Json.object());
    }

    /** Lists peers. */
    @Descriptor("the peers known now")
    public void peers(CommandSession session) {
        run(session, "peers", Json.object());
    }

    /** Lists transfers. */
    @Descriptor("the transfers of this node")
    public void transfers(CommandSession session) {
        run(session, "transfers", Json.object());
    }

    /** Lists what is kept for others. */
    @Descriptor("what this node keeps for others")
    public void cache(CommandSession session) {
        run(session, "cache-list", Json.object());
    }

    /** Lists what is kept for others, or changes it. */
    @Descriptor("what this node keeps for others: cache list, add LINK [--pin], pin LINK, unpin LINK, drop LINK")
    public void cache(
            CommandSession session,
            @Descriptor("list, add, pin, unpin or drop") String what,
            @Descriptor("the link; --pin with add") String... words) {
        if (!isOneOf(CACHE, "cache", what, session)) {
            return;
        }
        ObjectNode arguments = Json.object();
        for (String word : words) {
            if (word.equals("--pin")) {
                arguments.put("pin", true);
            } else {
                arguments.put("link", word);
            }
        }
        run(session, "cache-" + what, arguments);
    }

    /** Lists the configuration. */
    @Descriptor("what can be configured, and what is in force")
    public void config(CommandSession session) {
        run(session, "config-list", Json.object());
    }

    /** Tells or changes the configuration. */
    @Descriptor("the configuration: config list [PID], get PID KEY, set PID KEY VALUE, unset PID KEY")
    public void config(
            CommandSession session,
            @Descriptor("list, get, set or unset") String what,
            @Descriptor("PID, key and value") String... words) {
        if (!isOneOf(CONFIG, "config", what, session)) {
            return;
        }
        if (words.length > CONFIG_WORDS.size()) {
            session.getConsole().println("skerry: put a value that has blanks in it in quotes");
            return;
        }
        ObjectNode arguments = Json.object();
        for (int i = 0; i < words.length; i++) {
            arguments.put(CONFIG_WORDS.get(i), words[i]);
        }
        run(session, "config-" + what, arguments);
    }

    /** Lists bundles. */
    @Descriptor("the bundles of this node")
    public void bundles(CommandSession session) {
        run(session, "bundles", Json.object());
    }

    /** Deploys. */
    @Descriptor("deploy bundles, feature archives or a distribution while the node runs")
    public void upgrade(
            CommandSession session,
            @Descriptor("tell what would change, and change nothing")
                    @Parameter(
                            names = {"--dry-run"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean dryRun,
            @Descriptor("replace bundles by such of a lower version, too")
                    @Parameter(
                            names = {"--allow-downgrade"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean downgrade,
            @Descriptor("the files") String... files) {
        ObjectNode arguments = Json.object().put("dryRun", dryRun).put("downgrade", downgrade);
        ArrayNode list = arguments.putArray("files");
        for (String file : files) {
            list.add(absolute(file));
        }
        run(session, "upgrade", arguments);
    }

    /** Goes back. */
    @Descriptor("go back to the bundles before the last upgrade")
    public void rollback(CommandSession session) {
        run(session, "rollback", Json.object());
    }

    /** Lists features. */
    @Descriptor("the features there are, and which of them are installed")
    public void features(CommandSession session) {
        run(session, "features", Json.object());
    }

    /** Lists features, or changes them. */
    @Descriptor("the features: features list, install NAME, remove NAME")
    public void features(
            CommandSession session,
            @Descriptor("list, install or remove") String what,
            @Descriptor("the name") String... names) {
        if (isOneOf(FEATURES, "features", what, session)) {
            ObjectNode arguments = Json.object();
            for (String name : names) {
                arguments.put("feature", name);
            }
            run(session, what.equals("list") ? "features" : "features-" + what, arguments);
        }
    }

    /** Checks what is kept on disk. */
    @Descriptor("check all that the node keeps on disk; changes nothing")
    public void verify(
            CommandSession session,
            @Descriptor("read shared files, too, that seem unchanged")
                    @Parameter(
                            names = {"--deep"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean deep) {
        run(session, "verify", Json.object().put("deep", deep));
    }

    /** Mends what is kept on disk. */
    @Descriptor("mend what verify finds")
    public void repair(CommandSession session) {
        run(session, "repair", Json.object());
    }

    /** Stops. */
    @Descriptor("stop the node")
    public void stop(CommandSession session) {
        run(session, "stop", Json.object());
    }

    /** An empty path stays so, and is refused: it would mean the current folder, which nobody means who gives one. */
    static String absolute(String path) {
        return path.isEmpty()
                ? path
                : Path.of(path).toAbsolutePath().normalize().toString();
    }

    private static boolean isOneOf(List<String> known, String command, String what, CommandSession session) {
        if (known.contains(what)) {
            return true;
        }
        session.getConsole()
                .println("skerry: " + command + " " + Reply.oneLine(what) + "? It is one of "
                        + String.join(", ", known));
        return false;
    }

    private void run(CommandSession session, String command, ObjectNode arguments) {
        PrintStream out = session.getConsole();
        PrintedReply reply = new PrintedReply(out);
        commands.run(command, arguments, reply);
        reply.await();
    }
}
