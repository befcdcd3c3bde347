// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.settings;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.skerry.shell.internal.settings.Users.User;

/** Waits for what components make of a value that they are given. Blocks; for a worker. */
final class Uptake {

    private static final Duration POLL = Duration.ofMillis(20);

    private final Users users;
    private final RefusalLog log;
    private final Duration settled;
    private final Duration patience;

    /**
     * Waits by these.
     *
     * @param users who is to take it up
     * @param log where those speak that keep what they had
     * @param settled for how long nothing may change any more: a component is given its values before it is asked
     * @param patience for how long to wait at most
     */
    Uptake(Users users, RefusalLog log, Duration settled, Duration patience) {
        this.users = users;
        this.log = log;
        this.settled = settled;
        this.patience = patience;
    }

    /** What became of it. */
    enum State {
        TAKEN,
        REFUSED,
        /** No one is there to take it. */
        UNUSED,
        /** Not known in time. */
        OPEN
    }

    /**
     * An answer.
     *
     * @param state what became of it
     * @param reason of a refusal, one line; else empty
     */
    record Verdict(State state, String reason) {}

    Duration patience() {
        return patience;
    }

    /** {@return now, for {@link #await}} */
    long mark() {
        return log.mark();
    }

    /**
     * Waits until all that a PID is for have a value, or one refuses it.
     *
     * @param pid what was configured
     * @param key of the value
     * @param value what it is to be; empty if it is not set any more
     * @param mark of before it was changed
     */
    Verdict await(Pid pid, String key, Optional<Object> value, long mark) {
        long deadline = System.nanoTime() + patience.toNanos();
        Verdict last = look(pid, key, value, mark);
        long since = System.nanoTime();
        while (last.state() == State.OPEN || System.nanoTime() - since < settled.toNanos()) {
            if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
                return new Verdict(State.OPEN, "");
            }
            LockSupport.parkNanos(POLL.toNanos());
            Verdict now = look(pid, key, value, mark);
            if (!now.equals(last)) {
                last = now;
                since = System.nanoTime();
            }
        }
        return last;
    }

    private Verdict look(Pid pid, String key, Optional<Object> value, long mark) {
        List<User> all = users.of(pid);
        if (all.isEmpty()) {
            return new Verdict(users.known(pid) ? State.OPEN : State.UNUSED, "");
        }
        for (User user : all) {
            Object wanted = value.isPresent() ? value.get() : user.fallback().get(key);
            if (!Objects.deepEquals(user.values().get(key), wanted)) {
                return new Verdict(State.OPEN, "");
            }
        }
        return all.stream()
                .map(it -> it.failure().or(() -> log.since(mark, it.bundle())))
                .flatMap(Optional::stream)
                .findFirst()
                .map(it -> new Verdict(State.REFUSED, it))
                .orElse(new Verdict(State.TAKEN, ""));
    }
}
