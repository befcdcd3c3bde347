// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli.doctor;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.skerry.runtime.cli.Units;
import org.skerry.runtime.cli.Version;
import org.skerry.runtime.node.Distribution;
import org.skerry.runtime.node.NativePackages;
import org.skerry.runtime.node.NodeException;

/** Java, the distribution, the locale, the clock, the limits of the process. */
final class MachineChecks {

    private static final int FEWEST_DESCRIPTORS = 1024;
    private static final int FIRST_YEAR = 2025;
    private static final int LAST_YEAR = 2100;

    private MachineChecks() {}

    static List<Finding> all() {
        return List.of(java(), distribution(), webRtc(), locale(), clock(), descriptors());
    }

    private static Finding java() {
        int feature = Runtime.version().feature();
        String name = Runtime.version() + " (" + System.getProperty("java.vendor") + "), heap at most "
                + Units.bytes(Runtime.getRuntime().maxMemory());
        return feature >= 17
                ? Finding.ok("Java", name)
                : Finding.fail(
                        "Java", name + "; 17 or later is needed: set JAVA_HOME, or install openjdk-17-jre-headless");
    }

    private static Finding distribution() {
        try {
            return Finding.ok(
                    "distribution",
                    "skerry " + Version.text() + " in " + Distribution.current().folder());
        } catch (NodeException e) {
            return Finding.fail("distribution", e.getMessage());
        }
    }

    private static Finding webRtc() {
        try {
            List<String> missing = NativePackages.missing(Distribution.current());
            return missing.isEmpty()
                    ? Finding.ok("WebRTC", "what its library needs is installed")
                    : Finding.warn(
                            "WebRTC",
                            "its library needs packages that are missing, so nodes use the direct transport only; install"
                                    + " them: " + NativePackages.command(missing));
        } catch (NodeException e) {
            return Finding.fail("WebRTC", e.getMessage());
        }
    }

    private static Finding locale() {
        String encoding =
                System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name());
        return encoding.equalsIgnoreCase("UTF-8")
                ? Finding.ok("locale", "file names are UTF-8")
                : Finding.fail(
                        "locale",
                        "file names are " + encoding + ", which cannot name every file; export LC_ALL=C.UTF-8");
    }

    private static Finding clock() {
        Instant now = Instant.now();
        int year = now.atZone(ZoneOffset.UTC).getYear();
        if (year < FIRST_YEAR || year > LAST_YEAR) {
            return Finding.fail("clock", "it shows " + now + "; set it: peers refuse signals that are 2 minutes off");
        }
        String synchronised = ask("timedatectl", "show", "-p", "NTPSynchronized", "--value");
        return switch (synchronised) {
            case "yes" -> Finding.ok("clock", now + ", synchronised");
            case "no" ->
                Finding.warn(
                        "clock",
                        now + ", not synchronised; 'timedatectl set-ntp true' does it: peers refuse signals that are"
                                + " 2 minutes off");
            default -> Finding.ok("clock", now + " (whether it is synchronised cannot be told here)");
        };
    }

    private static String ask(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(2, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "";
            }
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private static Finding descriptors() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/limits"))) {
                if (line.startsWith("Max open files")) {
                    String limit = line.split("\\s+")[3];
                    // The JVM raises its soft limit to the hard one.
                    boolean enough = limit.equals("unlimited") || Long.parseLong(limit) >= FEWEST_DESCRIPTORS;
                    return enough
                            ? Finding.ok("open files", limit + " possible")
                            : Finding.warn(
                                    "open files",
                                    "only " + limit + " possible; 'ulimit -n 4096' gives room for many peers");
                }
            }
        } catch (IOException | NumberFormatException e) {
            return Finding.ok("open files", "the limit cannot be told here");
        }
        return Finding.ok("open files", "no limit known");
    }
}
