// SPDX-License-Identifier: Apache-2.0
package org.skerry.simulator;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.skerry.testkit.sim.Conditions;

/** What happens to the nodes of a course, and when. */
final class Mishaps {

    private static final Duration EVENTFUL = Duration.ofSeconds(60);
    private static final Duration LONGEST = Duration.ofSeconds(25);
    private static final Conditions SLOW =
            new Conditions(Duration.ofMillis(150), Duration.ofMillis(50), 0.01, 0, 20_000);

    private final SimWorld world;
    private final Random random;
    private final List<Event> events = new ArrayList<>();
    private final DiskMishaps disks;

    /** Something that is done to the world. */
    interface Action {
        void run() throws IOException;
    }

    /** When it is done, and what it is for those who read the trace. */
    record Event(Duration at, String what, Action action) {}

    /** With {@code tellAgain} for a node whose fetches may have ended for its disk. */
    Mishaps(SimWorld world, Random random, Consumer<SimNode> tellAgain) {
        this.world = world;
        this.random = random;
        this.disks = new DiskMishaps(random, this, tellAgain);
    }

    /** {@return all of them in their order} */
    List<Event> events() {
        return events.stream().sorted(Comparator.comparing(Event::at)).toList();
    }

    /** Has something happen. */
    void at(Duration when, String what, Action action) {
        events.add(new Event(when, what, action));
    }

    /** Has something happen to a node, if it runs then. */
    void to(SimNode node, Duration when, String what, Action action) {
        at(when, node + ": " + what, () -> {
            if (node.running()) {
                action.run();
            }
        });
    }

    /** {@return a moment within so long} */
    Duration within(Duration most) {
        return Duration.ofNanos(random.nextLong(most.toNanos()));
    }

    /** Has a node come and go all the time. */
    void churn(SimNode node) {
        Duration when = within(Duration.ofSeconds(20));
        while (when.compareTo(EVENTFUL) < 0) {
            Duration until = when.plus(within(Duration.ofSeconds(10)));
            down(node, when, until);
            when = until.plusSeconds(1).plus(within(Duration.ofSeconds(15)));
        }
    }

    private void down(SimNode node, Duration when, Duration until) {
        if (random.nextBoolean()) {
            to(node, when, "crashes", node::crash);
        } else {
            to(node, when, "is stopped", () -> {
                if (!node.host().still()) {
                    node.close();
                }
            });
        }
        at(until, node + ": comes back", () -> revive(node));
    }

    /** Starts a node that is down, and has one that stands still go on. */
    static void revive(SimNode node) {
        if (!node.running()) {
            node.start();
        } else if (node.host().still()) {
            node.host().goOn();
        }
    }

    /** Has something happen that is left to chance. */
    void any() {
        List<SimNode> nodes = world.nodes();
        SimNode node = nodes.get(random.nextInt(nodes.size()));
        SimNode other = nodes.get(random.nextInt(nodes.size()));
        Duration when = within(EVENTFUL);
        Duration until = when.plus(within(LONGEST));
        switch (random.nextInt(16)) {
            case 0, 1 -> down(node, when, until);
            case 2 -> {
                Set<String> part = new HashSet<>();
                nodes.stream().filter(it -> random.nextBoolean()).forEach(it -> part.add(it.name()));
                at(
                        when,
                        "a part of the network is cut off",
                        () -> world.network().partition(List.of(part)));
                heals(until);
            }
            case 3 -> {
                at(when, "one way closes", () -> world.network().close(node.name(), other.name()));
                heals(until);
            }
            case 4 -> at(when, "no more dialling", () -> world.network().noDialling(node.name(), other.name()));
            case 5 -> to(node, when, "loses its links", node::breakLinks);
            case 6 ->
                to(node, when, "its clock jumps", () -> node.clockIsOff(Duration.ofSeconds(random.nextInt(100) - 50)));
            case 7 -> {
                to(node, when, "stands still", () -> node.host().standStill());
                at(until, node + ": goes on", () -> revive(node));
            }
            case 8 -> {
                at(when, node + ": has a slow line", () -> world.conditions(node, SLOW));
                heals(until);
            }
            case 9, 10, 11, 12 -> disks.any(node, when, until);
            default -> {
                SimNode.Part[] parts = SimNode.Part.values();
                SimNode.Part part = parts[random.nextInt(parts.length)];
                to(node, when, "update of " + part, () -> {
                    if (!node.host().still() && node.diskIsWell()) {
                        node.replace(part);
                    }
                });
            }
        }
    }

    private void heals(Duration when) {
        at(when, "the network heals", () -> world.network().heal());
    }
}
