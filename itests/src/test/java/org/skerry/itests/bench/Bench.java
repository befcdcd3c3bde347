// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.skerry.itests.Trees;

/**
 * Measures what the project promises and prints a table on stdout; what it does meanwhile goes to stderr. Run it by
 * {@code itests/bench/run}, in a network namespace of its own.
 */
public final class Bench {

    private static final int MEETINGS = 21;
    private static final long GIB = 1L << 30;
    private static final int GIB_ROUNDS = 5;
    private static final int SMALL_FILES = 10_000;
    private static final int SMALL_BYTES = 34_900;
    private static final String SMALL_HEAP = "-Xmx128m";

    private final Path work;
    private final Set<String> parts;
    private final Table table = new Table();

    private Bench(Path work, Set<String> parts) {
        this.work = work;
        this.parts = parts;
    }

    /**
     * Runs it.
     *
     * @param arguments a folder to work in, with 4 GiB free; then the parts to run, all of them if none is named:
     *     {@code jvm}, {@code lan}, {@code gib}, {@code heap}; {@code store} and those of {@link WebRtcBench} only if they are
     *     named
     */
    public static void main(String[] arguments) throws Exception {
        if (!"1".equals(System.getenv("SKERRY_ISOLATED"))) {
            throw new IllegalStateException("run it by itests/bench/run: its multicast must not leave this machine");
        }
        PrintStream out = System.out;
        System.setOut(System.err); // nodes in this JVM log there before they have a log of their own
        Path work = Files.createTempDirectory(Path.of(arguments[0]), "bench").toRealPath();
        List<String> parts = List.of(arguments).subList(1, arguments.length);
        Bench bench = new Bench(work, parts.isEmpty() ? Set.of("jvm", "lan", "gib", "heap") : Set.copyOf(parts));
        int code = 0;
        try {
            bench.run();
        } catch (Exception e) {
            e.printStackTrace();
            code = 1;
        } finally {
            out.print(bench.table);
            if (code == 0) {
                Throughput.delete(work);
            } else {
                say("left for a look: " + work);
            }
        }
        System.exit(code);
    }

    private void run() throws Exception {
        say("works in " + where());
        if (parts.contains("jvm")) {
            inOneJvm();
        }
        if (parts.contains("lan")) {
            onOneSegment();
        }
        if (parts.contains("gib")) {
            oneGibibyte();
        }
        if (parts.contains("heap")) {
            smallHeap();
        }
        if (parts.contains("store")) {
            StoreRecheck.run(work, table, Scale.wanted());
        }
        Set<String> webrtc = parts.stream().filter(WebRtcBench::names).collect(Collectors.toSet());
        if (!webrtc.isEmpty() && !WebRtcBench.run(work, webrtc, table)) {
            throw new IOException("some of it broke off");
        }
    }

    private void inOneJvm() throws Exception {
        say("two nodes in one JVM");
        try (JvmNodes nodes = new JvmNodes(work.resolve("jvm"))) {
            Meeting meeting = new Meeting(work.resolve("jvm"));
            meeting.rounds(nodes.sharer(), nodes.seeker(), MEETINGS);
            table.below("peer found, in one JVM", 5, "ms", meeting.found.warm());
            table.note("– the first one, cold", cold(meeting.found));
        }
    }

    private void onOneSegment() throws Exception {
        say("two processes on one LAN segment");
        Path place = work.resolve("lan");
        try (NodeProcess sharer = NodeProcess.start(place.resolve("a"), "", Meeting.ETC);
                NodeProcess seeker = NodeProcess.start(place.resolve("b"), "", Meeting.ETC)) {
            Meeting meeting = new Meeting(place);
            meeting.rounds(sharer.control(), seeker.control(), MEETINGS);
            table.below("peer found, on one LAN segment", 30, "ms", meeting.found.warm());
            table.note("– the first one, cold", cold(meeting.found));
            table.below("dial to open session, two processes", 80, "ms", meeting.dialled.warm());
            table.note("– the first one, cold", cold(meeting.dialled));
            Samples answers = Meeting.answers(seeker.home());
            table.below("WANT to first byte of the chunk", 5, "ms", answers.warm());
            table.note("– the first one, cold", cold(answers));
            table.note(
                    "from get to the first chunk of a file, warm",
                    meeting.firstChunk.warm().text("ms"));
            table.note("– the first one, cold", cold(meeting.firstChunk));
        }
    }

    private void oneGibibyte() throws Exception {
        say("1 GiB, two processes");
        Path shared = Files.createDirectories(work.resolve("gib"));
        Trees.random(shared.resolve("big.bin"), GIB, 7);
        try (Throughput throughput = new Throughput(work.resolve("nodes"), "")) {
            throughput.move(shared, GIB, GIB_ROUNDS);
            table.reaching("1 GiB, two processes, warm, on " + where(), 100, "MB/s", throughput.rate.warm());
            table.note("– the first GiB, cold", Samples.number(throughput.rate.first()) + " MB/s");
            table.note("– memory", throughput.peaks());
            table.below("protocol overhead over payload", 1, "%", throughput.overhead);
        }
    }

    private void smallHeap() throws Exception {
        Path big = Files.createDirectories(work.resolve("gib"));
        if (!Files.exists(big.resolve("big.bin"))) {
            Trees.random(big.resolve("big.bin"), GIB, 7);
        }
        Path many = Files.createDirectories(work.resolve("small"));
        for (int i = 0; i < SMALL_FILES; i++) {
            Path folder = Files.createDirectories(many.resolve("folder " + i % 100));
            Trees.random(folder.resolve("file " + i), SMALL_BYTES, i);
        }
        heap("1 GiB with " + SMALL_HEAP + ", both nodes", "heap-big", big, GIB);
        heap("10,000 files with " + SMALL_HEAP + ", both nodes", "heap-many", many, (long) SMALL_FILES * SMALL_BYTES);
    }

    private void heap(String figure, String place, Path shared, long bytes) throws Exception {
        say(figure);
        try (Throughput throughput = new Throughput(work.resolve(place), SMALL_HEAP)) {
            try {
                throughput.move(shared, bytes, 2);
                String rates = "cold " + Samples.number(throughput.rate.first()) + ", then "
                        + Samples.number(throughput.rate.warm().median()) + " MB/s, overhead "
                        + Samples.number(throughput.overhead.median()) + " %; ";
                table.add(figure, "runs", rates + throughput.peaks(), "met");
            } catch (IOException e) {
                say(e.toString());
                table.add(figure, "runs", e.getMessage() + "; " + throughput.peaks(), "MISSED");
            }
        }
    }

    private static String cold(Samples samples) {
        return samples.size() == 0 ? "nothing measured" : Samples.number(samples.first()) + " ms";
    }

    private String where() throws IOException {
        FileStore store = Files.getFileStore(work);
        return store.type();
    }

    static double millis(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e6;
    }

    /** {@return of the last minute: other work on the machine shows in every figure} */
    static String load() {
        return Samples.number(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    static void say(String what) {
        System.err.println(what);
    }
}
