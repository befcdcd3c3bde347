// SPDX-License-Identifier: Apache-2.0
package org.skerry.simulator;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.skerry.testkit.sim.Conditions;

/**
 * A run that a seed makes up: nodes share, others fetch or cache, and meanwhile nodes crash, stop and come back, the network falls
 * apart, clocks are wrong, everything is replaced, and some do not keep to the protocol. In the end all is well again but for the hostile
 * ones, and then every transfer has to become complete, every file to be right, and nothing may be left over.
 */
public final class Course {

    /** A good line, but so long that a peer waits for credit. */
    private static final Conditions FAR = new Conditions(Duration.ofMillis(40), Duration.ofMillis(1), 0, 0, 50_000_000);

    private static final int MOST_NODES = 6;
    private static final int MOST_EVENTS = 10;
    private static final int USUAL = 400_000;
    private static final int LARGE = 3_000_000;

    /** A few times the credit that a peer begins with. */
    private static final int SOME_WINDOWS = 1_200_000;

    private static final Duration BEGINNING = Duration.ofSeconds(20);

    private final SimWorld world;
    private final Random random;
    private final Kind kind;
    private final Mishaps mishaps;
    private final List<Wish> wishes = new ArrayList<>();
    private final Set<Integer> replaced = new LinkedHashSet<>();

    /** What it is about, beside what happens in all of them. */
    public enum Kind {
        /** Nothing happens: then nobody has to wait for anybody either. */
        CALM,
        /** One node shares, the others fetch or cache. */
        ONE_TO_MANY,
        /** Each node shares something, and fetches what the others share. */
        MANY_TO_MANY,
        /** What is shared changes, and is shared again, while it is fetched. */
        NEW_VERSIONS,
        /** All but the one that shares come and go all the time. */
        CHURN,
        /** Some of those who fetch do not keep to the protocol. */
        HOSTILE
    }

    /** How a run went. */
    public record Outcome(Kind kind, String traceHash, Duration simulated, long steps, int nodes) {}

    private Course(long seed) {
        world = new SimWorld(seed);
        random = world.simulation().random("course");
        kind = Kind.values()[random.nextInt(Kind.values().length)];
        mishaps = new Mishaps(world, random, this::tellAgain);
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
                course.kind,
                course.world.simulation().traceHash(),
                Duration.ofNanos(course.world.simulation().nanoTime()),
                course.world.simulation().steps(),
                nodes);
    }

    private void go(int count) throws IOException {
        world.simulation().trace(kind.toString());
        world.network().conditions(conditions());
        for (int i = 0; i < count; i++) {
            world.node("n" + i);
        }
        prepare();
        int events = kind == Kind.CALM ? 0 : random.nextInt(MOST_EVENTS + 1);
        for (int i = 0; i < events; i++) {
            mishaps.any();
        }
        for (Mishaps.Event event : mishaps.events()) {
            Duration now = Duration.ofNanos(world.simulation().nanoTime());
            if (event.at().compareTo(now) > 0) {
                world.advance(event.at().minus(now));
            }
            world.simulation().trace(event.what());
            event.action().run();
            checks().holdAtAnyTime();
        }
        allIsWell();
        checks().becomeComplete(replaced);
        checks().fallSilent();
        checks().leaveNothing();
    }

    private Checks checks() {
        return new Checks(world, wishes.stream().filter(Wish::begun).toList());
    }

    private Conditions conditions() {
        if (kind == Kind.CALM) {
            world.calm();
            return random.nextBoolean() ? Conditions.LAN : FAR;
        }
        return switch (random.nextInt(4)) {
            case 0 -> Conditions.BAD;
            case 1 -> new Conditions(Duration.ofMillis(20), Duration.ofMillis(5), 0.005, 0.001, 5_000_000);
            default -> Conditions.LAN;
        };
    }

    // ---- what it is about

    private void prepare() throws IOException {
        List<SimNode> nodes = world.nodes();
        int sharers = kind == Kind.MANY_TO_MANY ? Math.min(nodes.size(), MOST_NODES) : 1;
        for (int i = 0; i < sharers; i++) {
            wanted(SharedFiles.first(nodes.get(i), i, largest(sharers), random));
        }
        List<SimNode> others = nodes.subList(1, nodes.size());
        switch (kind) {
            case CHURN -> others.forEach(mishaps::churn);
            case HOSTILE -> others.subList(0, (others.size() + 1) / 3).forEach(this::turn);
            case NEW_VERSIONS -> mishaps.at(mishaps.within(BEGINNING), "a new version", () -> nextVersion(1));
            default -> {}
        }
    }

    private int largest(int sharers) {
        if (kind == Kind.CALM) {
            return SOME_WINDOWS;
        }
        return sharers == 1 && random.nextInt(10) == 0 ? LARGE : USUAL / sharers;
    }

    private void wanted(SharedFiles content) {
        SimNode first = world.nodes().get(1);
        for (SimNode node : world.nodes()) {
            if (node != content.by()) {
                boolean reads = node == first || random.nextInt(4) > 0;
                Wish wish = new Wish(node, content, reads);
                wishes.add(wish);
                mishaps.at(mishaps.within(BEGINNING), node + ": begins", wish::begin);
            }
        }
    }

    private void turn(SimNode node) {
        Hostility[] all = Hostility.values();
        node.turn(all[random.nextInt(all.length)]);
    }

    /** The old version can be had from nobody but those who have it. */
    private void nextVersion(int number) throws IOException {
        SharedFiles last = wishes.get(wishes.size() - 1).content();
        if (!last.by().running() || last.by().host().still() || !last.by().diskIsWell()) {
            return;
        }
        replaced.add(last.number());
        SharedFiles next = last.next(number, random);
        for (SimNode node : world.nodes().subList(1, world.nodes().size())) {
            Wish wish = new Wish(node, next, true);
            wishes.add(wish);
            wish.begin();
        }
    }

    private void tellAgain(SimNode node) {
        wishes.stream().filter(it -> it.node() == node).forEach(Wish::tellAgain);
    }

    private void allIsWell() {
        world.network().heal();
        world.network().conditions(Conditions.LAN);
        world.nodes().forEach(SimNode::diskRecovers);
        world.nodes().forEach(Mishaps::revive);
    }
}
