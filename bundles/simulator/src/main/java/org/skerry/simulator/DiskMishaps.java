// SPDX-License-Identifier: Apache-2.0
package org.skerry.simulator;

import java.time.Duration;
import java.util.Random;
import java.util.function.Consumer;
import org.skerry.api.Transfer;
import org.skerry.api.TransferResult;
import org.skerry.api.TransferResult.Cause;
import org.skerry.testkit.disk.DiskOperation;
import org.skerry.testkit.disk.DiskTrouble;

/** What goes wrong with disks in a course: power, room, and errors now and then. */
final class DiskMishaps {

    private static final int CHANGES = 120;
    private static final int ROOM = 400_000;
    private static final int EARLIER = 3;
    private static final double CHANCE = 0.03;

    private final Random random;
    private final Schedule schedule;
    private final Consumer<SimNode> revive;
    private final Consumer<SimNode> tellAgain;

    /** Has something done at a time. */
    interface Schedule {
        void at(Duration when, String what, Course.Action action);
    }

    /** With {@code revive} for a node that may be down, and {@code tellAgain} for one whose fetch may have ended for its disk. */
    DiskMishaps(Random random, Schedule schedule, Consumer<SimNode> revive, Consumer<SimNode> tellAgain) {
        this.random = random;
        this.schedule = schedule;
        this.revive = revive;
        this.tellAgain = tellAgain;
    }

    /** One of them befalls a node, and passes. Early, as a disk that nobody uses does not matter. */
    void mishap(SimNode node, Duration late, Duration until) {
        Duration when = late.dividedBy(EARLIER);
        switch (random.nextInt(4)) {
            case 0 -> befalls(node, when, ": is to lose its power", node::losePower);
            case 1 -> {
                int changes = random.nextInt(CHANGES);
                befalls(node, when, ": is to lose its power soon", () -> node.losePowerAfter(changes));
            }
            case 2 -> {
                int room = random.nextInt(ROOM);
                befalls(node, when, ": its disk fills", () -> node.diskRoom(room));
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
                befalls(node, when, ": its disk fails now and then", () -> node.diskTrouble(trouble));
            }
        }
        schedule.at(until, node + ": its disk is to be well", () -> {
            node.diskIsWell();
            revive.accept(node);
            tellAgain.accept(node);
        });
    }

    private void befalls(SimNode node, Duration when, String what, Runnable mishap) {
        schedule.at(when, node + what, () -> {
            if (node.running()) {
                mishap.run();
            }
        });
    }

    /** Whether the last fetch of a node has ended for its disk. */
    boolean isFor(SimNode node) {
        return node.transfer()
                .map(Transfer::ended)
                .map(it -> it.toCompletableFuture())
                .filter(it ->
                        it.isDone() && it.join() instanceof TransferResult.Failed failed && isOfDisk(failed.cause()))
                .isPresent();
    }

    private static boolean isOfDisk(Cause cause) {
        return cause == Cause.DISK_FULL || cause == Cause.IO;
    }
}
