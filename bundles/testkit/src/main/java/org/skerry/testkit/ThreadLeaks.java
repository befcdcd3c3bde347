// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit;

import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;

/** Tells which threads have come since a moment and are still there. Thread-safe. */
public final class ThreadLeaks {

    private final Set<Thread> before = live();

    private ThreadLeaks() {}

    /** {@return the threads of this moment, to compare with later} */
    public static ThreadLeaks since() {
        return new ThreadLeaks();
    }

    /**
     * Fails if there are new threads that do not end in time.
     *
     * @param atMost how long they may take to end
     * @param message says what is broken
     */
    public void assertNone(Duration atMost, String message) {
        assertNone(atMost, message, thread -> true);
    }

    /**
     * Fails if there are new threads of a kind that do not end in time.
     *
     * @param atMost how long they may take to end
     * @param message says what is broken
     * @param kind which threads count
     */
    public void assertNone(Duration atMost, String message, Predicate<Thread> kind) {
        Awaitility.await()
                .atMost(atMost)
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(
                        () -> Assertions.assertThat(fresh(kind)).as(message).isEmpty());
    }

    private Set<String> fresh(Predicate<Thread> kind) {
        return live().stream()
                .filter(thread -> !before.contains(thread) && kind.test(thread))
                // Awaitility's own, and what the JVM starts by itself.
                .filter(thread -> !thread.getName().startsWith("awaitility"))
                .filter(thread -> thread.getThreadGroup() != null
                        && !thread.getThreadGroup().getName().equals("system"))
                .map(Thread::getName)
                .collect(Collectors.toSet());
    }

    private static Set<Thread> live() {
        return Thread.getAllStackTraces().keySet();
    }
}
