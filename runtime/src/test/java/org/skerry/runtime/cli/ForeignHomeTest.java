// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skerry.runtime.node.NodeHome;

class ForeignHomeTest {

    @TempDir
    Path folder;

    @Test
    void saysThatTheNodeIsAnotherUsersWhoseSocketThisOneMayNotOpen() throws IOException {
        NodeHome home = new NodeHome(folder);
        assertThat(ForeignHome.complaint(home, socket -> false)).isEmpty();
        Files.createFile(home.socket());

        assertThat(ForeignHome.complaint(home, socket -> true)).isEmpty();
        assertThat(ForeignHome.complaint(home, socket -> false))
                .contains("permission denied: the node in " + folder + " is one of another user ("
                        + Files.getOwner(home.socket()).getName()
                        + "); give the command as that user, or choose another home with --home");
    }
}
