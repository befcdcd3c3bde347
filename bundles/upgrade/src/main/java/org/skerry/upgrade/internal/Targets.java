// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.skerry.upgrade.set.BundleSet;
import org.skerry.upgrade.set.SetBundle;

/** Makes sets out of sets. What stays keeps its place in the order, so that a swap and a restart install alike. */
final class Targets {

    private Targets() {}

    /**
     * Adds what is offered, in place of what has the same name.
     *
     * @param from the set in force
     * @param id of the new set
     * @param at now
     * @param offers what files brought
     * @return the new set
     * @throws RefusedException if two of them bring bundles of one name
     */
    static BundleSet with(BundleSet from, long id, Instant at, List<Offer> offers) throws RefusedException {
        Map<String, SetBundle> offered = new HashMap<>();
        for (Offer offer : offers) {
            for (SetBundle bundle : offer.bundles()) {
                SetBundle other = offered.put(bundle.name(), bundle);
                if (other != null && !other.sha256().equals(bundle.sha256())) {
                    throw new RefusedException("two of the files bring " + bundle.name() + ": " + other.version()
                            + " and " + bundle.version());
                }
            }
        }
        List<SetBundle> bundles = new ArrayList<>();
        for (SetBundle old : from.bundles()) {
            SetBundle now = offered.remove(old.name());
            if (now != null) {
                bundles.add(unchanged(old, now) ? old : now);
            } else if (offers.stream()
                    .noneMatch(it -> it.feature().filter(old.feature()::equals).isPresent())) {
                bundles.add(old);
            }
        }
        for (Offer offer : offers) {
            offer.bundles().stream()
                    .filter(it -> offered.remove(it.name()) != null)
                    .forEach(bundles::add);
        }
        return derived(from, id, at, bundles);
    }

    /** What has the same bytes stays where it is, and whose it is. */
    private static boolean unchanged(SetBundle old, SetBundle now) {
        return old.sha256().equals(now.sha256());
    }

    /**
     * Leaves bundles out.
     *
     * @param from the set in force
     * @param id of the new set
     * @param at now
     * @param stays which do not go
     * @return the new set
     */
    static BundleSet without(BundleSet from, long id, Instant at, Predicate<SetBundle> stays) {
        return derived(from, id, at, from.bundles().stream().filter(stays).toList());
    }

    private static BundleSet derived(BundleSet from, long id, Instant at, List<SetBundle> bundles) {
        return new BundleSet(id, OptionalLong.of(from.id()), at, from.named(), from.distribution(), bundles);
    }
}
