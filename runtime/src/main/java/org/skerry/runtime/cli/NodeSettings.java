// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.skerry.runtime.node.NodeException;
import org.skerry.runtime.node.NodeHome;

/** Looks whether the settings of a home have the one key that they must have; all others are framework properties. */
final class NodeSettings {

    private NodeSettings() {}

    /** {@return what is missing, one line; nothing for a home that is new, which begins with the settings that ship} */
    static Optional<String> complaint(NodeHome home) throws NodeException {
        Path file = home.etc().resolve(NodeHome.SETTINGS);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties settings = home.settings();
        if (settings.containsKey(NodeHome.FEATURES)) {
            return Optional.empty();
        }
        String meant = settings.stringPropertyNames().stream()
                .filter(it -> Nearest.to(it, List.of(NodeHome.FEATURES)).isPresent())
                .findFirst()
                .map(it -> "it has '" + it + "', which no part of a node reads: rename that")
                .orElse("add it, or remove the file to get the one that ships");
        return Optional.of(file + ": the key " + NodeHome.FEATURES + " is missing; " + meant);
    }
}
