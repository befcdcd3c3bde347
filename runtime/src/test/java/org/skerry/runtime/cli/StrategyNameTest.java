// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skerry.runtime.node.Distribution;
import org.skerry.runtime.node.NodeException;
import org.skerry.runtime.node.NodeHome;

class StrategyNameTest {

    @TempDir
    Path folder;

    private Optional<String> complaint(String name) throws NodeException {
        return StrategyName.complaint(
                name, new NodeHome(folder.resolve("home")), new Distribution(folder.resolve("dist")));
    }

    private void features(String where, String names) throws IOException {
        Path etc = Files.createDirectories(folder.resolve(where).resolve("etc"));
        Files.writeString(etc.resolve("node.properties"), "skerry.features = framework, node, " + names + "\n");
    }

    @Test
    void knowsThoseThatANewHomeWillHave() throws Exception {
        features("dist", "sync-rarest, sync-sequential, shell");
        assertThat(complaint("rarest")).isEmpty();
        assertThat(complaint("rarets")).contains("no sync strategy is named 'rarets'; there are: rarest, sequential");
    }

    @Test
    void asksTheHomeFirst() throws Exception {
        features("dist", "sync-rarest");
        features("home", "sync-mine");
        assertThat(complaint("mine")).isEmpty();
        assertThat(complaint("rarest")).isPresent();
    }

    @Test
    void leavesItToTheNodeWhereAFeatureMayBringAny() throws Exception {
        features("dist", "sync-rarest");
        features("home", "sync-rarest, acme");
        assertThat(complaint("other")).isEmpty();
    }
}
