// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.cache;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.skerry.exchange.internal.cache.HoldingRecord.Stage;

/**
 * Which holdings may be fetched at the same time: those that are pinned, the older first, then those that are being fetched, the
 * older first, as long as all of them together fit the quota. So none that goes on ever has to wait for another one that does.
 */
final class Admission {

    private static final Comparator<Holding> ORDER =
            Comparator.comparing((Holding it) -> !it.pinned()).thenComparingLong(Holding::number);

    private Admission() {}

    /** {@return why a holding must not be fetched now, one line for people; empty if it may} */
    static Optional<String> obstacle(Holding asked, Collection<Holding> all, long quota) {
        if (quota == 0 || asked.stage() != Stage.FETCHING) {
            return Optional.empty();
        }
        if (asked.refused()) {
            return Optional.of("no room: cache.quota is " + bytes(quota)
                    + ", and what is pinned or being fetched takes it; unpin or drop something, or raise it");
        }
        long left = quota;
        for (Holding it : order(all)) {
            if (it == asked) {
                return asked.need() <= left ? Optional.empty() : Optional.of(tooLittle(asked, left, quota));
            }
            left -= it.pinned() || it.need() <= left ? it.need() : 0;
        }
        return Optional.empty();
    }

    private static List<Holding> order(Collection<Holding> all) {
        return all.stream()
                .filter(it -> it.stage() != Stage.DROPPING)
                .filter(it -> it.pinned()
                        || it.stage() == Stage.FETCHING && it.fetch().isPresent())
                .sorted(ORDER)
                .toList();
    }

    private static String tooLittle(Holding asked, long left, long quota) {
        return "no room for " + bytes(asked.need()) + ": cache.quota is " + bytes(quota)
                + ", of which what is pinned or" + " being fetched before it leaves " + bytes(Math.max(0, left));
    }

    /** {@return why a holding cannot be pinned, one line for people; empty if it can} */
    static Optional<String> unpinnable(Holding asked, Collection<Holding> all, long quota) {
        long others = all.stream()
                .filter(it -> it != asked && it.pinned() && it.stage() != Stage.DROPPING)
                .mapToLong(Holding::need)
                .sum();
        if (quota == 0 || asked.pinned() || others + asked.need() <= quota) {
            return Optional.empty();
        }
        return Optional.of("cannot pin " + asked.root() + ": it needs " + bytes(asked.need()) + ", and cache.quota is "
                + bytes(quota) + ", of which " + bytes(others) + " are pinned already");
    }

    private static String bytes(long bytes) {
        return bytes + " bytes";
    }
}
