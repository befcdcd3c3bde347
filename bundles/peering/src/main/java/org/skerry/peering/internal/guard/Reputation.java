// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.guard;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.skerry.api.PeerId;
import org.skerry.peering.internal.node.GuardLimits;
import org.skerry.spi.session.Conduct;

/**
 * Scores of misconduct. A score halves by itself in a configured time; from the ban score on a peer is refused until its
 * score is half of that. Good chunks lower a score slowly, never below zero. No single report reaches the ban score.
 * Bounded: the peer that was reported longest ago is forgotten first.
 */
public final class Reputation {

    /** No score goes above this many times the ban score, so that a ban ends. */
    private static final int CAP = 4;

    private static final double NEGLIGIBLE = 1;

    private boolean changed;
    private final Map<PeerId, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * A score at a time.
     *
     * @param peer whose
     * @param score at that time
     * @param banned whether it is refused
     * @param millis wall clock time of the score, epoch milliseconds
     */
    public record Score(PeerId peer, double score, boolean banned, long millis) {}

    private static final class Entry {
        double score;
        boolean banned;
        long millis;
    }

    /** What a report costs. */
    static double cost(Conduct conduct) {
        return switch (conduct) {
            case GOOD_CHUNK -> -0.05;
            case WRONG_CHUNK -> 25;
            case UNASKED_DATA -> 10;
            case BROKEN_PROMISE -> 5;
            case STALL -> 3;
            case PROTOCOL_ERROR -> 20;
            case FLOOD -> 20;
        };
    }

    /**
     * Notes what a peer did.
     *
     * @param peer who
     * @param conduct what
     * @param limits in force
     * @param millis wall clock time, epoch milliseconds
     * @return whether the peer is banned from now on and was not before
     */
    public boolean report(PeerId peer, Conduct conduct, GuardLimits limits, long millis) {
        Entry entry = entries.get(peer);
        if (entry == null) {
            if (cost(conduct) <= 0) {
                return false;
            }
            entry = new Entry();
            entry.millis = millis;
            entries.put(peer, entry);
            bound(limits, millis);
        }
        changed = true;
        boolean before = entry.banned;
        decay(entry, limits, millis);
        entry.score = Math.min(Math.max(0, entry.score + cost(conduct)), (double) CAP * limits.ban());
        entry.banned |= entry.score >= limits.ban();
        return entry.banned && !before;
    }

    /** Whether the peer is refused now. */
    public boolean banned(PeerId peer, GuardLimits limits, long millis) {
        Entry entry = entries.get(peer);
        if (entry == null) {
            return false;
        }
        decay(entry, limits, millis);
        return entry.banned;
    }

    /** All scores, for the journal; the one that was reported longest ago first. */
    public List<Score> scores() {
        List<Score> all = new ArrayList<>();
        entries.forEach((peer, entry) -> all.add(new Score(peer, entry.score, entry.banned, entry.millis)));
        return all;
    }

    /** Whether anything was reported since the last call. */
    public boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }

    /** Puts back what the journal held. */
    public void restore(List<Score> scores, GuardLimits limits, long millis) {
        for (Score score : scores) {
            Entry entry = new Entry();
            entry.score = score.score();
            entry.banned = score.banned();
            entry.millis = Math.min(score.millis(), millis);
            entries.putIfAbsent(score.peer(), entry);
            bound(limits, millis);
        }
    }

    private static void decay(Entry entry, GuardLimits limits, long millis) {
        double halves =
                Math.max(0, millis - entry.millis) / (double) limits.halfLife().toMillis();
        entry.score *= Math.pow(0.5, halves);
        entry.millis = Math.max(millis, entry.millis);
        if (entry.score < limits.ban() / 2.0) {
            entry.banned = false;
        }
    }

    /** Forgets what is old and small, and the oldest when there are too many. */
    private void bound(GuardLimits limits, long millis) {
        Iterator<Entry> oldest = entries.values().iterator();
        while (oldest.hasNext()) {
            Entry entry = oldest.next();
            boolean stale = millis - entry.millis > limits.keep().toMillis();
            if (entries.size() <= limits.entries() && !stale) {
                return;
            }
            if (entries.size() <= limits.entries() && stillCounts(entry, limits, millis)) {
                return;
            }
            oldest.remove();
        }
    }

    private static boolean stillCounts(Entry entry, GuardLimits limits, long millis) {
        double halves = (millis - entry.millis) / (double) limits.halfLife().toMillis();
        return entry.score * Math.pow(0.5, halves) > NEGLIGIBLE;
    }
}
