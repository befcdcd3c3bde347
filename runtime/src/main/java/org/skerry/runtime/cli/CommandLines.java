// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.skerry.runtime.cli.demo.DemoCommand;
import org.skerry.runtime.cli.doctor.DoctorCommand;
import org.skerry.runtime.node.NodeException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Parses and runs a command line; whatever goes wrong becomes one line on stderr and an exit code. */
public final class CommandLines {

    private static final String DEBUG = "SKERRY_DEBUG";

    private CommandLines() {}

    /**
     * Runs a command line.
     *
     * @param args without the name of the program
     * @return the exit code
     */
    public static int run(String... args) {
        Signals.handle(Exit.INTERRUPTED);
        CommandLine line = commandLine();
        line.setOut(new PrintWriter(Output.data(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(Output.messages(), true, StandardCharsets.UTF_8));
        return line.execute(args);
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new SkerryCommand());
        line.addSubcommand(new StartCommand());
        line.addSubcommand(new StopCommand());
        line.addSubcommand(new ShareCommand());
        line.addSubcommand(new UnshareCommand());
        line.addSubcommand(new GetCommand());
        line.addSubcommand("status", new QueryCommand("status", Views::status));
        line.addSubcommand("peers", new QueryCommand("peers", Views::peers));
        line.addSubcommand("transfers", new QueryCommand("transfers", Views::transfers));
        line.addSubcommand(new CacheCommand());
        line.addSubcommand(new ConfigCommand());
        // A value may begin with a minus.
        line.getSubcommands().get("config").setUnmatchedOptionsArePositionalParams(true);
        line.addSubcommand("bundles", new QueryCommand("bundles", Views::bundles));
        line.addSubcommand("ready", new QueryCommand("ready", Views::ready));
        line.addSubcommand(new UpgradeCommand.Upgrade());
        line.addSubcommand(new UpgradeCommand.Rollback());
        line.addSubcommand(new UpgradeCommand.Features());
        line.addSubcommand(new UpkeepCommand.Verify());
        line.addSubcommand(new UpkeepCommand.Repair());
        line.addSubcommand(new SignCommand());
        line.addSubcommand(new DoctorCommand());
        line.addSubcommand(new DemoCommand());
        line.addSubcommand(new HelpCommand());
        line.setParameterExceptionHandler(CommandLines::onUsage);
        line.setExecutionExceptionHandler((failure, command, parsed) -> onFailure(failure, command));
        line.registerConverter(Path.class, new PathConverter());
        describe(line, "status", "Tell who the node of this home is, and what it shares, fetches and lacks.");
        describe(line, "peers", "List the peers that the node of this home knows.");
        describe(line, "transfers", "List the transfers of the node of this home.");
        describe(line, "bundles", "List the bundles of the node of this home.");
        describe(line, "ready", "Tell what each part of the node needs; exit 0 only if nothing is missing.");
        return line;
    }

    private static void describe(CommandLine line, String name, String description) {
        line.getSubcommands().get(name).getCommandSpec().usageMessage().description(description);
    }

    private static int onUsage(ParameterException failure, String[] args) {
        PrintWriter err = failure.getCommandLine().getErr();
        String name = failure.getCommandLine().getCommandSpec().qualifiedName();
        err.println("skerry: " + oneLine(told(failure)) + "; see '" + name + " --help'");
        debug(failure);
        return Exit.USAGE;
    }

    private static String told(ParameterException failure) {
        if (!(failure instanceof UnmatchedArgumentException unmatched)) {
            return failure.getMessage();
        }
        String first = unmatched.getUnmatched().get(0);
        if (first.isEmpty()) {
            // Of several paths picocli takes those that convert, and leaves the others.
            return "an argument is empty";
        }
        CommandLine line = failure.getCommandLine();
        String word = first.split("=", 2)[0];
        boolean option = first.startsWith("-");
        boolean command = line.getParent() == null && !option;
        Collection<String> names = command
                ? line.getSubcommands().keySet()
                : option ? line.getCommandSpec().optionsMap().keySet() : List.of();
        String what = command
                ? "there is no command '" + first + "'"
                : option ? "there is no option '" + word + "'" : "'" + first + "' is one argument too many";
        return what
                + Nearest.to(word, names)
                        .map(it -> "; did you mean '" + it + "'?")
                        .orElse("");
    }

    private static int onFailure(Exception failure, CommandLine command) {
        if (Signals.ending()) {
            // The exit code is decided already; this call never returns.
            System.exit(Exit.INTERRUPTED);
        }
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        if (!(failure instanceof CommandException) && !(failure instanceof NodeException)) {
            message = "internal error: " + failure + "; " + DEBUG + "=1 shows more";
        }
        command.getErr().println("skerry: " + oneLine(message));
        debug(failure);
        return failure instanceof CommandException known ? known.code() : Exit.FAILED;
    }

    private static String oneLine(String text) {
        return TextTable.printable(text.strip().replaceAll("\\s*[\\r\\n]+\\s*", " "));
    }

    // Only when asked for, and then on stderr, where whoever asked looks.
    private static void debug(Exception failure) {
        if ("1".equals(System.getenv(DEBUG))) {
            java.io.StringWriter trace = new java.io.StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            Output.messages().print(trace);
        }
    }
}
