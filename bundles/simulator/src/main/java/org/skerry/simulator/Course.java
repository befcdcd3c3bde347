// SPDX-License-Identifier: Apache-2.0
package org.skerry.simulator;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.skerry.api.ContentLink;
import org.skerry.api.Transfer;
import org.skerry.api.TransferResult;
import org.skerry.testkit.sim.Conditions;

/**
 * A run that a seed makes up: a node shares, others fetch or cache, and meanwhile nodes crash, stop and come back, the network falls
 * apart, clocks are wrong, and every provider is replaced. In the end all is well again, and then every transfer has to become
 * complete, every file to be right, and nothing may be left over.
 */
public final class Course {

    private static final int MOST_NODES = 6;
    private static final int MOST_EVENTS = 10;
    private static final Duration EVENTFUL = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final Duration AFTERMATH = Duration.ofMinutes(3);
    private static final String SHARED = "shared";
    private static final String GOT = SimNode.FETCHED;

    private final SimWorld world;
    private final Random random;
    private final DiskMishaps disks;
    private final Map<String, byte[]> files = new TreeMap<>();
    private final List<Event> events = new ArrayList<>();
    private final Map<SimNode, ContentLink> begun = new LinkedHashMap<>();
    private @Nullable ContentLink link;

    /** How a run went. */
    public record Outcome(String traceHash, Duration simulated, long steps, int nodes) {}

    interface Action {
        void run() throws IOException;
    }

    private record Event(Duration at, String what, Action action) {}

    private Course(long seed) {
        world = new SimWorld(seed);
        random = world.simulation().random("course");
        disks = new DiskMishaps(random, this::at, Course::revive, this::tellAgain);
    }

    /**
     * Runs it.
     *
     * @param seed makes it up
     * @return how it went
     * @throws CourseFailure if something did not hold; it tells what happened before
     */
    public static Outcome run(long seed) {
        return run(seed, 2 + new Random(seed).nextInt(MOST_NODES - 1));
    }

    /** The same with so many nodes, at least 2. */
    public static Outcome run(long seed, int nodes) {
        Course course = new Course(seed);
        try {
            course.go(nodes);
        } catch (AssertionError | RuntimeException | IOException e) {
            throw new CourseFailure(seed, e, course.world.simulation().lines());
        }
        return new Outcome(
                course.world.simulation().traceHash(),
                Duration.ofNanos(course.world.simulation().nanoTime()),
                course.world.simulation().steps(),
                nodes);
    }

    private void go(int count) throws IOException {
        world.network().conditions(conditions());
        SimNode sharer = world.node("n0");
        writeFiles(sharer.folder(SHARED));
        link = sharer.share(sharer.folder(SHARED));
        for (int i = 1; i < count; i++) {
            SimNode node = world.node("n" + i);
            boolean reads = i == 1 || random.nextInt(4) > 0;
            at(random(Duration.ofSeconds(20)), node + ": begins", () -> begin(node, reads));
        }
        for (int i = random.nextInt(MOST_EVENTS + 1); i > 0; i--) {
            mishap();
        }
        events.sort(Comparator.comparing(Event::at));
        for (Event event : events) {
            Duration now = Duration.ofNanos(world.simulation().nanoTime());
            if (event.at().compareTo(now) > 0) {
                world.advance(event.at().minus(now));
            }
            world.simulation().trace(event.what());
            event.action().run();
            checkFiles();
        }
        allIsWell();
        becomesComplete();
        leavesNothing();
    }

    private Conditions conditions() {
        return switch (random.nextInt(4)) {
            case 0 -> Conditions.BAD;
            case 1 -> new Conditions(Duration.ofMillis(20), Duration.ofMillis(5), 0.005, 0.001, 5_000_000);
            default -> Conditions.LAN;
        };
    }

    private void writeFiles(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("sub"));
        int small = random.nextInt(12);
        for (int i = 0; i < small; i++) {
            files.put((i % 3 == 0 ? "sub/" : "") + "small-" + i, bytes(random.nextInt(3000)));
        }
        files.put("large", bytes(30_000 + random.nextInt(400_000)));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private void at(Duration when, String what, Action action) {
        events.add(new Event(when, what, action));
    }

    private Duration random(Duration most) {
        return Duration.ofNanos(random.nextLong(most.toNanos()));
    }

    // ---- what happens

    private void begin(SimNode node, boolean reads) {
        ContentLink whole = link();
        if (!node.running()) {
            node.start();
        }
        ContentLink given = reads ? whole : whole.withoutSecret();
        begun.put(node, given);
        if (node.running()) {
            node.fetch(given, GOT);
        }
    }

    private ContentLink link() {
        ContentLink known = link;
        if (known == null) {
            throw new IllegalStateException("nothing is shared yet");
        }
        return known;
    }

    private void mishap() {
        List<SimNode> nodes = world.nodes();
        SimNode node = nodes.get(random.nextInt(nodes.size()));
        SimNode other = nodes.get(random.nextInt(nodes.size()));
        Duration when = random(EVENTFUL);
        Duration until = when.plus(random(Duration.ofSeconds(25)));
        if (random.nextInt(3) == 0) {
            disks.mishap(node, when, until);
            return;
        }
        switch (random.nextInt(11)) {
            case 0 -> {
                at(when, node + ": is to crash", () -> ifRuns(node, node::crash));
                at(until, node + ": is to come back", () -> revive(node));
            }
            case 1 -> {
                at(when, node + ": is to stop", () -> ifRuns(node, node::close));
                at(until, node + ": is to come back", () -> revive(node));
            }
            case 2 -> {
                Set<String> part = new HashSet<>();
                nodes.stream().filter(it -> random.nextBoolean()).forEach(it -> part.add(it.name()));
                at(
                        when,
                        "a part of the network is cut off",
                        () -> world.network().partition(List.of(part)));
                at(until, "the network heals", () -> world.network().heal());
            }
            case 3 -> {
                at(when, "one way closes", () -> world.network().close(node.name(), other.name()));
                at(until, "the network heals", () -> world.network().heal());
            }
            case 4 -> at(when, "no more dialling", () -> world.network().noDialling(node.name(), other.name()));
            case 5 -> at(when, node + ": loses its links", () -> ifRuns(node, node::breakLinks));
            case 6 ->
                at(
                        when,
                        node + ": its clock jumps",
                        () -> ifRuns(node, () -> node.clockIsOff(Duration.ofSeconds(random.nextInt(100) - 50))));
            case 7 -> at(when, node + ": transport", () -> ifRuns(node, node::replaceTransport));
            case 8 -> at(when, node + ": signaling", () -> ifRuns(node, node::replaceSignaling));
            case 9 -> at(when, node + ": strategy", () -> ifRuns(node, node::replaceStrategy));
            default -> at(when, node + ": store", () -> ifRuns(node, node::replaceStore));
        }
    }

    private static void ifRuns(SimNode node, Runnable action) {
        if (node.running()) {
            action.run();
        }
    }

    private static void revive(SimNode node) {
        if (!node.running()) {
            node.start();
        }
    }

    // ---- what has to hold

    private void allIsWell() {
        world.network().heal();
        world.network().conditions(Conditions.LAN);
        world.nodes().forEach(SimNode::diskIsWell);
        world.nodes().forEach(Course::revive);
    }

    /** Begins a fetch again that ended for want of a disk, as whoever reads why would. */
    private void tellAgain(SimNode node) {
        ContentLink given = begun.get(node);
        if (given != null && disks.isFor(node)) {
            node.fetch(given, GOT);
        }
    }

    private void becomesComplete() throws IOException {
        world.advance(Duration.ofSeconds(5));
        world.nodes().forEach(this::tellAgain);
        begun.forEach((node, given) -> {
            // It may have crashed before the fetch was noted, as whoever asked for it would see. What is cached whole
            // is no transfer
            // after a restart.
            if (node.transfer().isEmpty() && given.secret().isPresent()) {
                node.fetch(given, GOT);
            }
        });
        for (SimNode node : world.nodes()) {
            boolean ended = world.await(
                    () -> node.transfer().stream()
                            .allMatch(it -> it.ended().toCompletableFuture().isDone()),
                    PATIENCE);
            Optional<Transfer> transfer = node.transfer();
            if (!ended) {
                throw new AssertionError(node + " is not done after " + PATIENCE.toMinutes() + " minutes: "
                        + transfer.orElseThrow().status());
            }
            if (transfer.isPresent()) {
                TransferResult result =
                        transfer.get().ended().toCompletableFuture().join();
                if (!(result instanceof TransferResult.Complete)) {
                    throw new AssertionError(node + " ended with " + result + "; its disk has " + listing(node));
                }
                if (transfer.get().link().secret().isPresent()) {
                    checkFiles(node, true);
                }
            }
        }
        checkFiles();
    }

    private static List<Path> listing(SimNode node) throws IOException {
        if (!Files.isDirectory(node.seen(GOT))) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(node.seen(GOT))) {
            return all.toList();
        }
    }

    private void checkFiles() throws IOException {
        for (SimNode node : world.nodes()) {
            checkFiles(node, false);
        }
    }

    /** What has its name is whole and right, at any time. */
    private void checkFiles(SimNode node, boolean all) throws IOException {
        Path got = node.seen(GOT);
        if (!Files.isDirectory(got)) {
            if (all) {
                throw new AssertionError(node + " has no folder");
            }
            return;
        }
        Set<String> there = new HashSet<>();
        Files.walkFileTree(got, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String name = got.relativize(file).toString();
                byte[] right = files.get(name);
                if (right != null && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    if (!Arrays.equals(right, Files.readAllBytes(file))) {
                        throw new AssertionError(node + " has a wrong " + name);
                    }
                    there.add(name);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        if (all && !there.equals(files.keySet())) {
            throw new AssertionError(node + " has " + there + " of " + files.keySet());
        }
    }

    /** When every node has stopped, no timer, task or link is left. */
    private void leavesNothing() {
        world.close();
        world.advance(AFTERMATH);
        int pending = world.simulation().pending();
        int links = world.network().openLinks().size();
        if (pending > 0 || links > 0) {
            throw new AssertionError(pending + " tasks or timers and " + links + " links are left");
        }
    }
}
