// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.transfer;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.skerry.api.admin.Readiness.Finding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the disk does not let this node do, until it does. Any thread. */
public final class Troubles {

    private static final Logger LOG = LoggerFactory.getLogger(Troubles.class);

    /** Whom a trouble keeps from its work. */
    enum Kind {
        /** What is to be taken up again after a restart. */
        JOURNAL("journal", "what is to be taken up again is written down"),
        /** Chunks that are kept for others. */
        ROOM("room", "chunks find room in the store"),
        /** What is shared or was fetched, and could not be opened to be served. */
        SERVED("served", "all that is shared or was fetched is served");

        private final String name;
        private final String fine;

        Kind(String name, String fine) {
            this.name = name;
            this.fine = fine;
        }
    }

    private record Trouble(Kind kind, String what, long number) {}

    private final AtomicLong numbers = new AtomicLong();
    private final Map<Object, Trouble> all = new ConcurrentHashMap<>();

    /** Someone has a trouble. @param what one line for people, which names the file and says what to do */
    void has(Object who, Kind kind, String what) {
        all.merge(who, new Trouble(kind, what, numbers.incrementAndGet()), (old, now) -> old);
    }

    /** Something is not served. @param what as for {@link #has}; it is logged when it begins */
    void served(Object who, String what) {
        if (!all.containsKey(who)) {
            LOG.warn("{}", what);
        }
        has(who, Kind.SERVED, what);
    }

    /** Someone has none any more. */
    void over(Object who) {
        all.remove(who);
    }

    /** {@return how each kind stands; of several troubles of a kind, the first} */
    public List<Finding> findings() {
        return Stream.of(Kind.values()).map(this::finding).toList();
    }

    private Finding finding(Kind kind) {
        Optional<Trouble> first =
                all.values().stream().filter(it -> it.kind() == kind).min(Comparator.comparingLong(Trouble::number));
        return new Finding(kind.name, first.isEmpty(), first.map(Trouble::what).orElse(kind.fine));
    }
}
