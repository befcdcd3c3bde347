// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.skerry.runtime.node.NodeHome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code skerry}, and the options that all its commands have. */
@Command(
        name = "skerry",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        scope = ScopeType.INHERIT,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Share folders and fetch them, peer to peer.",
        footer = {"", "Exit codes: 0 ok, 1 failed, 2 usage, 3 not found or timed out, 130 interrupted."})
public final class SkerryCommand implements Callable<Integer> {

    private static final String HOME = "SKERRY_HOME";

    @Option(
            names = "--home",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description =
                    "The folder of the node: configuration, identity, logs. Default: $SKERRY_HOME, else ~/.skerry")
    private Path home;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return Exit.USAGE;
    }

    /** {@return the home, absolute} */
    public NodeHome home() {
        Path folder = home;
        if (folder == null) {
            String set = System.getenv(HOME);
            folder = set == null || set.isBlank() ? Path.of(System.getProperty("user.home"), ".skerry") : Path.of(set);
        }
        Path absolute = folder.toAbsolutePath().normalize();
        if (Files.exists(absolute) && !Files.isDirectory(absolute)) {
            throw new ParameterException(
                    spec.commandLine(), "the home " + absolute + " is not a folder; choose another with --home");
        }
        return new NodeHome(absolute);
    }

    /** {@return how to give a command for the same home, for people} */
    String commandLine(String command) {
        if (home == null) {
            return "skerry " + command;
        }
        String folder = home.toString();
        boolean plain = folder.matches("[\\w./+-]+");
        return "skerry --home " + (plain ? folder : "'" + folder.replace("'", "'\\''") + "'") + " " + command;
    }
}
