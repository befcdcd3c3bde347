// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skerry.runtime.node.NodeException;
import org.skerry.runtime.node.NodeHome;
import picocli.CommandLine;

class NodeSettingsTest {

    @TempDir
    Path folder;

    @Test
    void namesTheKeyThatIsMissingAndTheOneThatIsNear() throws IOException, NodeException {
        NodeHome home = new NodeHome(folder);
        assertThat(NodeSettings.complaint(home)).isEmpty();
        Path file = Files.createDirectories(home.etc()).resolve("node.properties");

        Files.writeString(file, "skerry.features = framework\n");
        assertThat(NodeSettings.complaint(home)).isEmpty();
        Files.writeString(file, "other = 1\n");
        assertThat(NodeSettings.complaint(home))
                .contains(file
                        + ": the key skerry.features is missing; add it, or remove the file to get the one that ships");
        Files.writeString(file, "other = 1\nskerry.feature = framework\n");
        assertThat(NodeSettings.complaint(home))
                .contains(file + ": the key skerry.features is missing;"
                        + " it has 'skerry.feature', which no part of a node reads: rename that");

        StringWriter err = new StringWriter();
        CommandLine line = CommandLines.commandLine();
        line.setErr(new PrintWriter(err, true));
        assertThat(line.execute("start", "--home", folder.toString())).isEqualTo(Exit.FAILED);
        assertThat(err.toString()).contains("the key skerry.features is missing");
    }
}
