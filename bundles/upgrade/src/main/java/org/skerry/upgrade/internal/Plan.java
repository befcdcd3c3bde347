// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.skerry.api.admin.Upgrades.Change;
import org.skerry.upgrade.set.BundleSet;
import org.skerry.upgrade.set.SetBundle;

/**
 * The way from one set to another.
 *
 * @param from the set in force
 * @param to the set that is to be
 */
record Plan(BundleSet from, BundleSet to) {

    /** {@return bundles of the new set that the old one has with other bytes} */
    List<SetBundle> updated() {
        return to.bundles().stream()
                .filter(it -> from.bundle(it.name())
                        .filter(old -> !old.sha256().equals(it.sha256()))
                        .isPresent())
                .toList();
    }

    /** {@return bundles of the new set that the old one has not} */
    List<SetBundle> added() {
        return to.bundles().stream()
                .filter(it -> from.bundle(it.name()).isEmpty())
                .toList();
    }

    /** {@return bundles of the old set that the new one has not} */
    List<SetBundle> removed() {
        return from.bundles().stream()
                .filter(it -> to.bundle(it.name()).isEmpty())
                .toList();
    }

    boolean isEmpty() {
        return updated().isEmpty() && added().isEmpty() && removed().isEmpty();
    }

    /** {@return bundles whose version becomes lower, in words for people} */
    List<String> downgrades() {
        List<String> out = new ArrayList<>();
        for (SetBundle bundle : updated()) {
            SetBundle old = from.bundle(bundle.name()).orElseThrow();
            if (bundle.version().compareTo(old.version()) < 0) {
                out.add(old.title() + " by " + bundle.version());
            }
        }
        return out;
    }

    /** {@return what becomes of which bundle} */
    List<Change> changes() {
        List<Change> out = new ArrayList<>();
        for (SetBundle bundle : updated()) {
            out.add(new Change(
                    bundle.name(),
                    from.bundle(bundle.name()).map(it -> it.version().toString()),
                    Optional.of(bundle.version().toString())));
        }
        added().forEach(it -> out.add(
                new Change(it.name(), Optional.empty(), Optional.of(it.version().toString()))));
        removed()
                .forEach(it ->
                        out.add(new Change(it.name(), Optional.of(it.version().toString()), Optional.empty())));
        return out;
    }
}
