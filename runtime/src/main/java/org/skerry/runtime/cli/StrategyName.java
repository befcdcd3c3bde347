// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import java.util.List;
import java.util.Optional;
import org.skerry.runtime.node.Distribution;
import org.skerry.runtime.node.NodeException;
import org.skerry.runtime.node.NodeHome;

/**
 * Looks before a node is booted for nothing whether it will have a sync strategy. A feature that brings one is named after it,
 * {@code sync-…}; where a home has features of other kinds than those that ship, only its node can tell.
 */
final class StrategyName {

    private static final String SYNC = "sync-";
    private static final String KINDS = "framework|node|shell|(transport|signaling|store|sync)-.*";

    private StrategyName() {}

    /** {@return what is wrong with the name of a strategy, one line} */
    static Optional<String> complaint(String name, NodeHome home, Distribution distribution) throws NodeException {
        List<String> features = home.features(distribution);
        List<String> known = features.stream()
                .filter(it -> it.startsWith(SYNC))
                .map(it -> it.substring(SYNC.length()))
                .toList();
        if (known.contains(name) || !features.stream().allMatch(it -> it.matches(KINDS))) {
            return Optional.empty();
        }
        return Optional.of("no sync strategy is named '" + name + "'; there "
                + (known.isEmpty() ? "is none in this home" : "are: " + String.join(", ", known)));
    }
}
