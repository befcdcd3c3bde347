// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skerry.api.PeerId;
import org.skerry.peering.internal.guard.Reputation;

class ReputationJournalTest {

    @TempDir
    Path home;

    private final List<Reputation.Score> scores =
            List.of(new Reputation.Score(PeerId.of(new byte[32]), 12.345, true, 1_700_000_000_000L));

    @Test
    void whatIsSavedIsLoadedAndPrivate() throws IOException {
        ReputationJournal journal = ReputationJournal.in(home, "state/peering");
        assertThat(journal.load()).isEmpty();
        journal.save(scores);

        assertThat(ReputationJournal.in(home, "state/peering").load()).isEqualTo(scores);
        Path file = home.resolve("state/peering/reputation");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aDamagedFileIsNoObstacle() throws IOException {
        ReputationJournal journal = ReputationJournal.in(home, "state/peering");
        journal.save(scores);
        Path file = home.resolve("state/peering/reputation");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 3));

        assertThat(journal.load()).isEmpty();
        journal.save(scores);
        assertThat(journal.load()).isEqualTo(scores);
    }

    @Test
    void aFolderThatCannotBeWrittenIsNoObstacle() throws IOException {
        Files.write(home.resolve("state"), new byte[0]);
        ReputationJournal journal = ReputationJournal.in(home, "state/peering");
        journal.save(scores);
        assertThat(journal.load()).isEmpty();
    }

    @Test
    void theFolderStaysInTheHomeFolder() {
        assertThatThrownBy(() -> ReputationJournal.in(home, "../elsewhere"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("org.skerry.peering: directory");
    }
}
