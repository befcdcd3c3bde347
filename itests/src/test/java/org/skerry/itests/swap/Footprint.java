// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What this process holds, both nodes and the test.
 *
 * @param heap bytes in use after a full collection of garbage
 * @param threads how many, those of native libraries too
 * @param descriptors open files, those of the content left out
 */
record Footprint(long heap, int threads, int descriptors) {

    private static final int COLLECTIONS = 3;
    private static final double SLACK = 1.1;
    private static final int SPARE_BYTES = 8 << 20; // chunks that are on their way
    private static final int SPARE = 6;
    private static final Path SELF = Path.of("/proc/self");

    /** Has garbage collected, and counts. @param content whether a file is content, open because it is just read or written */
    static Footprint now(Predicate<Path> content) throws IOException {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        int threads = Files.readAllLines(SELF.resolve("status")).stream()
                .filter(line -> line.startsWith("Threads:"))
                .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D", "")))
                .sum();
        return new Footprint(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(), threads, descriptors(content));
    }

    private static int descriptors(Predicate<Path> content) throws IOException {
        try (Stream<Path> all = Files.list(SELF.resolve("fd"))) {
            return (int) all.filter(it -> !content.test(target(it))).count();
        }
    }

    private static Path target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor);
        } catch (IOException e) {
            return descriptor; // it has just been closed
        }
    }

    /** Compares it with an earlier one. @throws AssertionError if it has grown */
    void isFlatAfter(Footprint before, Figures figures, String what) throws IOException {
        boolean heapIsFlat = heap <= before.heap * SLACK + SPARE_BYTES;
        boolean threadsAreFlat = threads <= before.threads + SPARE;
        boolean descriptorsAreFlat = descriptors <= before.descriptors + SPARE;
        String mebibytes = String.format(Locale.ROOT, "%.1f → %.1f MiB", mebi(before.heap), mebi(heap));
        figures.flat(what + ": heap of both nodes", mebibytes, heapIsFlat);
        figures.flat(what + ": threads", before.threads + " → " + threads, threadsAreFlat);
        figures.flat(what + ": descriptors", before.descriptors + " → " + descriptors, descriptorsAreFlat);
        assertThat(heapIsFlat && threadsAreFlat && descriptorsAreFlat)
                .as("flat: %s, then %s", before, this)
                .isTrue();
    }

    private static double mebi(long bytes) {
        return bytes / (double) (1 << 20);
    }
}
