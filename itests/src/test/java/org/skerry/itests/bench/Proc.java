// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What Linux tells about a process: {@code proc(5)}. */
final class Proc {

    private static final double TICKS_PER_SECOND = 100;

    private static final int BUSIEST = 8;

    private final Path folder;
    private final long pid;

    Proc(long pid) {
        this.pid = pid;
        this.folder = Path.of("/proc", String.valueOf(pid));
    }

    /**
     * What a process holds.
     *
     * @param rssKiB resident size, KiB
     * @param threads how many
     * @param descriptors open files
     */
    record Footprint(long rssKiB, int threads, int descriptors) {

        private static final double SLACK = 1.1;
        private static final int SPARE = 4;

        /** {@return whether it is not much more than another one was} */
        boolean flatAfter(Footprint before) {
            return rssKiB <= before.rssKiB * SLACK
                    && threads <= before.threads + SPARE
                    && descriptors <= before.descriptors + SPARE;
        }

        String since(Footprint before) {
            return String.format(
                    Locale.ROOT,
                    "RSS %d → %d MiB, threads %d → %d, descriptors %d → %d",
                    before.rssKiB / 1024,
                    rssKiB / 1024,
                    before.threads,
                    threads,
                    before.descriptors,
                    descriptors);
        }
    }

    /** {@return what it holds after a full collection of garbage} */
    Footprint collected() throws Exception {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        for (int i = 0; i < 2; i++) {
            Process collect = new ProcessBuilder(List.of(jcmd, String.valueOf(pid), "GC.run"))
                    .redirectErrorStream(true)
                    .redirectOutput(new File("/dev/null"))
                    .start();
            if (!collect.waitFor(60, TimeUnit.SECONDS) || collect.exitValue() != 0) {
                throw new IOException(jcmd + " cannot have process " + pid + " collect its garbage");
            }
        }
        String[] descriptors = folder.resolve("fd").toFile().list();
        return new Footprint(status("VmRSS:"), (int) status("Threads:"), descriptors == null ? 0 : descriptors.length);
    }

    /** {@return the greatest resident size it ever had, MiB} */
    long peakMiB() throws IOException {
        return status("VmHWM:") / 1024;
    }

    /** {@return processor time that it has taken, seconds} */
    double cpuSeconds() throws IOException {
        return cpuSeconds(folder);
    }

    private static double cpuSeconds(Path of) throws IOException {
        String stat = Files.readString(of.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    /** {@return processor time of each thread so far, in seconds, by its name and number} */
    Map<String, Double> threads() throws IOException {
        Map<String, Double> threads = new HashMap<>();
        String[] all = folder.resolve("task").toFile().list();
        for (String thread : all == null ? new String[0] : all) {
            Path task = folder.resolve("task").resolve(thread);
            try {
                String name = Files.readString(task.resolve("comm")).strip() + " " + thread;
                threads.put(name, cpuSeconds(task));
            } catch (NoSuchFileException e) {
                // it has ended
            }
        }
        return threads;
    }

    /** {@return the threads that took most since then, for people} */
    String busiest(Map<String, Double> before) throws IOException {
        Map<String, Double> now = threads();
        return now.keySet().stream()
                .sorted(Comparator.comparingDouble(it -> before.getOrDefault(it, 0.0) - now.get(it)))
                .limit(BUSIEST)
                .map(it -> String.format(Locale.ROOT, "%s %.2f s", it, now.get(it) - before.getOrDefault(it, 0.0)))
                .collect(Collectors.joining(", "));
    }

    private long status(String field) throws IOException {
        return Files.readAllLines(folder.resolve("status")).stream()
                .filter(line -> line.startsWith(field))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }
}
