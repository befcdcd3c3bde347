// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.skerry.itests.Trees;

/** Moves a share from one node process to another, several times, each time as a new content. */
final class Throughput implements AutoCloseable {

    private static final double MB = 1e6;

    private final Path work;
    private final NodeProcess sharer;
    private final NodeProcess fetcher;
    final Samples rate = new Samples();
    final Samples overhead = new Samples();

    Throughput(Path work, String javaOptions) throws Exception {
        this.work = work;
        sharer = NodeProcess.start(work.resolve("sharer"), javaOptions, Map.of());
        fetcher = NodeProcess.start(work.resolve("fetcher"), javaOptions, Map.of());
    }

    /**
     * Moves it.
     *
     * @param shared a folder
     * @param bytes of the files in it
     * @param times how often
     */
    void move(Path shared, long bytes, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            String link = sharer.control().share(shared);
            Path got = work.resolve("got");
            double cpu = cpu();
            long before = fetcher.control().sessionBytes();
            Control.Fetched fetched = fetcher.control().get(link, got);
            long moved = fetcher.control().sessionBytes() - before;
            rate.add(bytes / MB / fetched.seconds());
            overhead.add(100.0 * (moved - bytes) / bytes);
            String difference = Trees.difference(shared, got);
            if (!difference.isEmpty()) {
                throw new IOException("not identical: " + difference);
            }
            Bench.say(String.format(
                    Locale.ROOT,
                    "  %s: %.0f MB/s, first chunk after %.0f ms, %.1f CPU s (both), overhead %.2f %%",
                    shared.getFileName(),
                    bytes / MB / fetched.seconds(),
                    fetched.untilFirst("first-chunk").orElse(0.0),
                    cpu() - cpu,
                    100.0 * (moved - bytes) / bytes));
            delete(got);
            sharer.control().unshare(shared);
        }
    }

    private double cpu() throws IOException {
        return sharer.proc().cpuSeconds() + fetcher.proc().cpuSeconds();
    }

    String peaks() throws IOException {
        return "peak RSS " + fetcher.proc().peakMiB() + " MiB fetching, "
                + sharer.proc().peakMiB() + " MiB sharing";
    }

    @Override
    public void close() throws Exception {
        fetcher.close();
        sharer.close();
    }

    static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
