// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.fetch;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.skerry.spi.sync.SyncStrategy;

/** The sync strategies that there are now. */
public final class Strategies {

    private record Known(SyncStrategy strategy, String name, int ranking, long serviceId) {}

    private static final Comparator<Known> RANKING =
            Comparator.comparingInt(Known::ranking).reversed().thenComparingLong(Known::serviceId);

    private final List<Known> all = new CopyOnWriteArrayList<>();

    /** Adds one, or replaces what is known of it. */
    public void add(SyncStrategy strategy, String name, int ranking, long serviceId) {
        remove(strategy);
        all.add(new Known(strategy, name, ranking, serviceId));
        all.sort(RANKING);
    }

    /** Removes one. */
    public void remove(SyncStrategy strategy) {
        all.removeIf(it -> it.strategy() == strategy);
    }

    /** {@return the names of all, sorted; any thread} */
    public List<String> names() {
        return all.stream().map(Known::name).distinct().sorted().toList();
    }

    /**
     * The strategy to use.
     *
     * @param name that a transfer names
     * @return that one if it is there, else the one of the highest ranking
     */
    public Optional<SyncStrategy> pick(Optional<String> name) {
        return all.stream()
                .filter(it -> name.isPresent() && it.name().equals(name.get()))
                .findFirst()
                .or(() -> all.stream().findFirst())
                .map(Known::strategy);
    }
}
