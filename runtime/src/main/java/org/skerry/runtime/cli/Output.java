// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.skerry.runtime.node.DiskRoom;

/**
 * Standard output holds data alone, and standard error what is meant for people. Libraries inside a node print to both when
 * they cannot log; from the moment that a node runs in this process, what they print goes to a file.
 */
public final class Output {

    private static final PrintStream DATA = System.out;
    private static final PrintStream MESSAGES = System.err;

    private Output() {}

    /** {@return where data goes, whatever became of {@code System.out}} */
    public static PrintStream data() {
        return DATA;
    }

    /** {@return where messages go, whatever became of {@code System.err}} */
    public static PrintStream messages() {
        return MESSAGES;
    }

    /** Drops what others print from now on: a framework that stops tells of tasks and loggers that it cut off. */
    static void discard() {
        redirect(OutputStream.nullOutputStream());
    }

    /**
     * Ends standard output: what a native library still prints when the process exits, as that of WebRTC does, is no data. The JDK
     * does not close this descriptor but points it at the null device.
     */
    static void endData() {
        DATA.close();
    }

    /** Sends what others print to {@code console.txt} in a folder. */
    static void divert(Path folder) throws CommandException {
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve("console.txt");
            redirect(Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw new CommandException(
                    Exit.FAILED,
                    new DiskRoom(folder)
                            .complaint()
                            .orElse(folder + " cannot be written (" + e.getMessage() + "); choose another with --home"),
                    e);
        }
    }

    private static void redirect(OutputStream to) {
        PrintStream stream = new PrintStream(to, true, StandardCharsets.UTF_8);
        System.setOut(stream);
        System.setErr(stream);
    }
}
