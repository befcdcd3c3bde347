// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The changes of names that may still be lost, in the order in which they were made. Of each folder a suffix is lost: what comes
 * after a lost change in one of its folders is lost, too. A change across two folders happens in both or in neither. With the
 * lock of the disk.
 */
final class NameJournal {

    private static final double STOPS = 0.2;

    private final Room room;
    private List<NameChange> changes = new ArrayList<>();

    NameJournal(Room room) {
        this.room = room;
    }

    void add(NameChange change) {
        changes.add(change);
    }

    /** Makes all changes in a folder final, and what they need in others. The folder's own name is not a name in it. */
    void force(Folder folder) throws IOException {
        Set<Folder> reached = folders();
        Set<NameChange> needed = new HashSet<>();
        reached.add(folder);
        for (int i = changes.size() - 1; i >= 0; i--) {
            NameChange change = changes.get(i);
            if (!change.touches(reached) && !needed.contains(change)) {
                continue;
            }
            change.force();
            reached.addAll(change.folders());
            if (change.isAcross()) {
                change.folders().forEach(it -> need(it, needed));
            }
        }
        settle();
    }

    private static Set<Folder> folders() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    private static void need(@Nullable Folder folder, Set<NameChange> needed) {
        for (Folder it = folder; it != null; it = it.parent()) {
            if (it.made != null) {
                needed.add(it.made);
            }
        }
    }

    /** Makes all changes final. */
    void forceAll() throws IOException {
        changes.forEach(NameChange::force);
        settle();
    }

    /** Lets go of what cannot be lost any more. */
    private void settle() throws IOException {
        List<NameChange> left = new ArrayList<>();
        for (NameChange change : changes) {
            if (!change.isFinal()) {
                left.add(change);
                continue;
            }
            if (change.made() != null) {
                change.made().made = null;
            }
            discard(change);
        }
        changes = left;
    }

    private static void discard(NameChange change) throws IOException {
        NameChange.Retired retired = change.retired();
        if (retired != null) {
            if (retired.content() != null) {
                retired.content().discardIfUnlinked();
            }
            Files.deleteIfExists(retired.path());
        }
    }

    /** Loses changes, by chance, and makes the rest final. */
    void crash(Random random) throws IOException {
        double stops = switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> 1;
            default -> STOPS;
        };
        Set<Folder> stopped = folders();
        List<NameChange> lost = new ArrayList<>();
        for (NameChange change : changes) {
            boolean goes = change.touches(stopped) || !change.isForced() && random.nextDouble() < stops;
            if (goes) {
                lost.add(change);
                stopped.addAll(change.folders());
                if (change.made() != null) {
                    stopped.add(change.made());
                }
            }
        }
        changes.removeAll(lost);
        Collections.reverse(lost);
        for (NameChange change : lost) {
            change.undo(room);
        }
        forceAll();
    }
}
