// SPDX-License-Identifier: Apache-2.0
package org.skerry.simulator;

import java.time.Duration;
import java.util.Random;
import java.util.function.Consumer;
import org.skerry.testkit.disk.DiskOperation;
import org.skerry.testkit.disk.DiskTrouble;

/** What goes wrong with disks in a course: power, room, and errors now and then. */
final class DiskMishaps {

    private static final int CHANGES = 120;
    private static final int ROOM = 400_000;
    private static final int EARLIER = 3;
    private static final double CHANCE = 0.03;

    private final Random random;
    private final Mishaps mishaps;
    private final Consumer<SimNode> tellAgain;

    /** With {@code tellAgain} for a node whose fetches may have ended for its disk. */
    DiskMishaps(Random random, Mishaps mishaps, Consumer<SimNode> tellAgain) {
        this.random = random;
        this.mishaps = mishaps;
        this.tellAgain = tellAgain;
    }

    /** One of them befalls a node, and passes. Early, as a disk that nobody uses does not matter. */
    void any(SimNode node, Duration late, Duration until) {
        Duration when = late.dividedBy(EARLIER);
        switch (random.nextInt(4)) {
            case 0 -> mishaps.to(node, when, "loses its power", node::losePower);
            case 1 -> {
                int changes = random.nextInt(CHANGES);
                mishaps.to(node, when, "is to lose its power soon", () -> node.losePowerAfter(changes));
            }
            case 2 -> {
                int room = random.nextInt(ROOM);
                mishaps.to(node, when, "its disk fills", () -> node.diskRoom(room));
            }
            default -> {
                DiskTrouble trouble = DiskTrouble.byChance(
                        new Random(random.nextLong()),
                        CHANCE,
                        DiskOperation.READ,
                        DiskOperation.WRITE,
                        DiskOperation.FORCE,
                        DiskOperation.OPEN,
                        DiskOperation.CREATE,
                        DiskOperation.RENAME,
                        DiskOperation.DELETE,
                        DiskOperation.LOOK);
                mishaps.to(node, when, "its disk fails now and then", () -> node.diskTrouble(trouble));
            }
        }
        mishaps.at(until, node + ": its disk is well again", () -> {
            node.diskRecovers();
            Mishaps.revive(node);
            tellAgain.accept(node);
        });
    }
}
