// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.broken;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.skerry.spi.sync.Assignment;
import org.skerry.spi.sync.PeerView;
import org.skerry.spi.sync.SwarmView;
import org.skerry.spi.sync.SyncStrategy;
import org.skerry.spi.sync.Want;

/** Asks for chunks in content order, each of the first peer that can send it; correct but for one flaw. */
final class FlawedStrategy implements SyncStrategy {

    private static final int LARGE = 500;
    private static final int ENDGAME = 8;
    private static final CountDownLatch[] THREADS_LEFT = {new CountDownLatch(1)};

    private final StrategyFlaw flaw;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile SwarmView last;

    FlawedStrategy(StrategyFlaw flaw) {
        this.flaw = flaw;
    }

    /** Frees what flaws left behind. */
    static void cleanUp() {
        THREADS_LEFT[0].countDown();
        THREADS_LEFT[0] = new CountDownLatch(1);
        System.getProperties().remove(FlawedStrategy.class.getName());
    }

    private boolean has(StrategyFlaw which) {
        return flaw == which;
    }

    @Override
    public List<Assignment> next(SwarmView view, int budget) {
        if (has(StrategyFlaw.SERVES_ONE_AT_A_TIME)) {
            return busy.compareAndSet(false, true) ? alone(view, budget) : List.of();
        }
        leaveTraces(view);
        if (has(StrategyFlaw.PONDERS) && view.wants().size() > 4000) {
            LockSupport.parkNanos(Duration.ofMillis(15).toNanos());
        }
        if (has(StrategyFlaw.NEEDS_PEERS) && view.peers().isEmpty()) {
            throw new IllegalStateException("there are no peers");
        }
        List<Assignment> answer = new Round(view, budget).answer();
        if (has(StrategyFlaw.REPEATS_ITSELF) && view.wants().size() > LARGE && !answer.isEmpty()) {
            answer.set(answer.size() - 1, answer.get(0));
        }
        if (has(StrategyFlaw.REMEMBERS) && calls.incrementAndGet() > 1) {
            Collections.reverse(answer);
        }
        if (has(StrategyFlaw.ROLLS_ITS_OWN_DICE)) {
            Collections.shuffle(answer, ThreadLocalRandom.current());
        }
        return answer;
    }

    private List<Assignment> alone(SwarmView view, int budget) {
        LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        List<Assignment> answer = new Round(view, budget).answer();
        busy.set(false);
        return answer;
    }

    private void leaveTraces(SwarmView view) {
        if (has(StrategyFlaw.KEEPS_THE_VIEW)) {
            last = view;
        }
        if (has(StrategyFlaw.LEAVES_ITS_CLASSES)) {
            System.getProperties().put(FlawedStrategy.class.getName(), this);
        }
        if (has(StrategyFlaw.STARTS_A_THREAD)) {
            CountDownLatch end = THREADS_LEFT[0];
            Thread thread = new Thread(() -> awaitQuietly(end), "left-behind");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static void awaitQuietly(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "flawed strategy, last asked by " + last;
    }

    /** One call. */
    private final class Round {

        private final SwarmView view;
        private final List<PeerView> peers;
        private final long[] room;
        private final int budget;
        private final List<Assignment> answer = new ArrayList<>();

        Round(SwarmView view, int budget) {
            this.view = view;
            this.peers = view.peers();
            this.room = peers.stream().mapToLong(this::roomOf).toArray();
            this.budget = has(StrategyFlaw.EXCEEDS_THE_BUDGET) && budget == 17 ? 18 : budget;
        }

        private long roomOf(PeerView peer) {
            if (has(StrategyFlaw.EXCEEDS_ROOM) && view.wants().size() > LARGE) {
                return Long.MAX_VALUE;
            }
            return has(StrategyFlaw.OVERFLOWS) ? Math.addExact(peer.room(), 1) - 1 : peer.room();
        }

        List<Assignment> answer() {
            boolean hurries = !has(StrategyFlaw.KNOWS_NO_HURRY);
            if (hurries) {
                assign(want -> want.urgent() && want.asked() == 0);
            }
            assign(want -> !(hurries && want.urgent()) && want.asked() == 0);
            boolean endgame = view.chunksMissing() <= ENDGAME && !has(StrategyFlaw.NEVER_IN_ENDGAME);
            if (endgame || has(StrategyFlaw.ALWAYS_IN_ENDGAME) && view.wants().size() >= 100) {
                assign(want -> want.asked() > 0);
            }
            return answer;
        }

        private void assign(Predicate<Want> which) {
            for (Want want : view.wants()) {
                if (answer.size() >= budget) {
                    return;
                }
                int peer = which.test(want) ? choose(want) : -1;
                if (peer >= 0) {
                    room[peer] -= want.length();
                    answer.add(Assignment.of(want, peers.get(peer)));
                } else if (has(StrategyFlaw.WAITS_FOR_ROOM) && which.test(want) && want.rarity() > 0) {
                    return;
                }
            }
        }

        private int choose(Want want) {
            for (int i = 0; i < room.length; i++) {
                PeerView peer = peers.get(i);
                if (has(StrategyFlaw.ASKS_FOR_WHAT_NOBODY_HAS)
                        && want.rarity() == 0
                        && view.wants().size() <= 2) {
                    return i;
                }
                boolean shunned = has(StrategyFlaw.SHUNS_THE_UNKNOWN) && peer.bytesPerSecond() == 0;
                if (want.heldBy(peer) && !want.askedOf(peer) && !shunned) {
                    if (room[i] >= want.length()) {
                        return i;
                    }
                    if (has(StrategyFlaw.WAITS_FOR_ITS_FAVOURITE)) {
                        return -1;
                    }
                }
            }
            return -1;
        }
    }
}
