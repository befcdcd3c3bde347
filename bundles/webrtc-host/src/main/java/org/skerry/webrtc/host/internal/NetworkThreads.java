// SPDX-License-Identifier: Apache-2.0
package org.skerry.webrtc.host.internal;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Sets threads on which the library reads from the network before all others of the machine: a datagram that is not read within
 * milliseconds is lost, and the sender slows down. Java's highest priority is a niceness of -5, so {@code renice(1)} does it, where
 * there is one and this process has the capability CAP_SYS_NICE in the initial user namespace (capabilities(7)); elsewhere nothing
 * changes.
 */
final class NetworkThreads {

    /** As much of it as the kernel keeps. */
    private static final String NAME = "webrtc_jni_netw";

    private static final int CAP_SYS_NICE = 23;
    private static final Path SELF = Path.of("/proc/self");
    /** Of the initial user namespace, see user_namespaces(7): all ids are what they are. */
    private static final List<String> ALL_IDS = List.of("0", "0", "4294967295");

    private NetworkThreads() {}

    /** Raises all there are. Returns at once. @param niceness -20 to -6; 0 leaves them as Java sets them */
    static void raise(int niceness) {
        try {
            if (niceness < 0 && mayRaise()) {
                List<String> command = new ArrayList<>(List.of("renice", String.valueOf(niceness), "-p"));
                List<String> threads = threads();
                command.addAll(threads);
                if (!threads.isEmpty()) {
                    start(command);
                }
            }
        } catch (IOException | DirectoryIteratorException | NumberFormatException e) {
            // They stay as they are, which is slower and no worse.
        }
    }

    private static void start(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
    }

    private static List<String> threads() throws IOException {
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(SELF.resolve("task"))) {
            for (Path thread : all) {
                if (name(thread).equals(NAME)) {
                    found.add(thread.getFileName().toString());
                }
            }
        }
        return found;
    }

    private static String name(Path thread) {
        try {
            return Files.readString(thread.resolve("comm")).strip();
        } catch (IOException e) {
            return ""; // it has ended
        }
    }

    static boolean mayRaise() throws IOException {
        String ids = Files.readString(SELF.resolve("uid_map")).strip();
        if (!List.of(ids.split("\\s+")).equals(ALL_IDS)) {
            return false;
        }
        for (String line : Files.readAllLines(SELF.resolve("status"))) {
            if (line.startsWith("CapEff:")) {
                long capabilities = Long.parseUnsignedLong(
                        line.substring(line.indexOf(':') + 1).strip(), 16);
                return (capabilities >> CAP_SYS_NICE & 1) == 1;
            }
        }
        return false;
    }
}
