// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skerry.api.PeerId;
import org.skerry.api.admin.Upkeep;
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
    void aDamagedFileIsFoundAndSetAside() throws IOException {
        ReputationJournal journal = ReputationJournal.in(home, "state/peering");
        assertThat(journal.kept(false).get(0).faults()).isEmpty();
        journal.save(scores);
        Path file = home.resolve("state/peering/reputation");
        byte[] bytes = Files.readAllBytes(file);
        assertThat(journal.kept(false).get(0).faults()).isEmpty();
        bytes[0] ^= 1;
        Files.write(file, bytes);

        assertThat(journal.kept(false).get(0).faults())
                .extracting(Upkeep.Fault::outcome)
                .containsExactly(Upkeep.Outcome.FOUND);
        assertThat(file).hasBinaryContent(bytes);
        assertThat(journal.kept(true).get(0).faults())
                .extracting(Upkeep.Fault::outcome)
                .containsExactly(Upkeep.Outcome.MENDED);
        assertThat(journal.kept(false).get(0).faults()).isEmpty();
        try (Stream<Path> all = Files.list(file.getParent())) {
            assertThat(all.toList())
                    .singleElement()
                    .satisfies(it -> assertThat(it).hasBinaryContent(bytes));
        }
    }

    /** What earlier versions wrote has to be read for as long as there may be such files. */
    @Test
    void aFileOfVersion1IsRead() throws IOException {
        Path file = Files.createDirectories(home.resolve("state/peering")).resolve("reputation");
        try (InputStream in =
                Objects.requireNonNull(ReputationJournalTest.class.getResourceAsStream("/formats/reputation.v1.hex"))) {
            String hex = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            Files.write(file, HexFormat.of().parseHex(hex.replaceAll("\\s", "")));
        }
        assertThat(ReputationJournal.in(home, "state/peering").load()).isEqualTo(scores);
    }

    @Test
    void aFileOfALaterVersionIsLeftAlone() throws IOException {
        Path file = Files.createDirectories(home.resolve("state/peering")).resolve("reputation");
        byte[] later = {(byte) 0xa1, 0, 2};
        Files.write(file, later);
        ReputationJournal journal = ReputationJournal.in(home, "state/peering");
        assertThat(journal.load()).isEmpty();
        journal.save(scores);
        assertThat(journal.kept(true).get(0).faults()).singleElement().satisfies(it -> {
            assertThat(it.outcome()).isEqualTo(Upkeep.Outcome.LEFT);
            assertThat(it.message()).contains("format version 2; this node reads 1");
        });
        assertThat(file).hasBinaryContent(later);
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
