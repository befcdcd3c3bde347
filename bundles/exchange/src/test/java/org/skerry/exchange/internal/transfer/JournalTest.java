// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.skerry.api.ChunkId;
import org.skerry.api.ContentLink;
import org.skerry.api.FetchOptions;
import org.skerry.api.Secret;
import org.skerry.api.TransferId;
import org.skerry.base.loop.ManualLoop;
import org.skerry.testkit.disk.DiskTrouble;
import org.skerry.testkit.disk.FaultyDisk;

/** The journal on a disk that loses its power, fails or is full. */
class JournalTest {

    private final FaultyDisk disk = disk();

    private static FaultyDisk disk() {
        try {
            FaultyDisk disk = FaultyDisk.around(Jimfs.newFileSystem(Configuration.unix().toBuilder()
                    .setAttributeViews("basic", "owner", "posix", "unix")
                    .build()));
            Files.createDirectory(disk.fileSystem().getPath("/home"));
            disk.sync();
            return disk;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Path folder(FaultyDisk disk) {
        return disk.fileSystem().getPath("/home/state/exchange");
    }

    private static Journal journal(FaultyDisk disk) {
        return new Journal(folder(disk), Runnable::run, new Troubles(), new ManualLoop());
    }

    private static TransferRecord record(FaultyDisk disk, String id, boolean paused) {
        ContentLink link = ContentLink.of(ChunkId.of(new byte[32]), Secret.of(new byte[Secret.BYTES]));
        FetchOptions options = FetchOptions.into(disk.fileSystem().getPath("/got"));
        return new TransferRecord(new TransferId(id), link, options, paused, Optional.empty());
    }

    @Test
    void whatIsKeptOutlivesThePower() {
        for (int seed = 0; seed < 20; seed++) {
            FaultyDisk fresh = disk();
            Journal journal = journal(fresh);
            journal.keep(record(fresh, "aaaaaaaa", false));
            journal.keep(record(fresh, "bbbbbbbb", false));
            journal.keep(record(fresh, "aaaaaaaa", true));
            journal.keep(ChunkId.of(new byte[32]));
            fresh.losePower(new Random(seed));
            assertThat(journal(fresh).transfers().found())
                    .as("seed %d", seed)
                    .containsExactly(record(fresh, "aaaaaaaa", true), record(fresh, "bbbbbbbb", false));
            assertThat(journal(fresh).shares().found()).containsExactly(ChunkId.of(new byte[32]));
        }
    }

    @Test
    void whatIsForgottenStaysForgottenWhenThePowerGoes() {
        for (int seed = 0; seed < 20; seed++) {
            FaultyDisk fresh = disk();
            Journal journal = journal(fresh);
            journal.keep(record(fresh, "aaaaaaaa", false));
            journal.keep(ChunkId.of(new byte[32]));
            journal.forget(new TransferId("aaaaaaaa"));
            journal.forget(ChunkId.of(new byte[32]));
            fresh.losePower(new Random(seed));
            assertThat(journal(fresh).transfers().found()).as("seed %d", seed).isEmpty();
            assertThat(journal(fresh).shares().found()).as("seed %d", seed).isEmpty();
        }
    }

    @Test
    void thePowerLeavesTheOldEntryOrTheNewOneAtWhateverMomentItGoes() {
        for (int changes = 0; changes < 10; changes++) {
            FaultyDisk fresh = disk();
            journal(fresh).keep(record(fresh, "aaaaaaaa", false));
            fresh.offAfter(changes);
            journal(fresh).keep(record(fresh, "aaaaaaaa", true));
            fresh.losePower(new Random(changes));
            assertThat(journal(fresh).transfers().found())
                    .as("after %d changes", changes)
                    .singleElement()
                    .extracting(TransferRecord::id)
                    .isEqualTo(new TransferId("aaaaaaaa"));
            assertThat(journal(fresh).check().damaged()).isEmpty();
        }
    }

    @Test
    void aTornEntryIsReportedAndCostsNoMoreThanItself() throws IOException {
        Journal journal = journal(disk);
        journal.keep(record(disk, "aaaaaaaa", false));
        journal.keep(record(disk, "bbbbbbbb", false));
        Path torn = folder(disk).resolve("transfers/aaaaaaaa");
        for (int length = 0; length < Files.size(torn); length += 7) {
            byte[] whole = Files.readAllBytes(torn);
            Files.write(torn, java.util.Arrays.copyOf(whole, length));
            assertThat(journal(disk).transfers().found()).containsExactly(record(disk, "bbbbbbbb", false));
            assertThat(journal(disk).check().damaged())
                    .singleElement()
                    .extracting(JournalCheck.Damaged::file)
                    .isEqualTo(torn);
            Files.write(torn, whole);
        }
        disk.flipBit(torn, 3);
        JournalCheck found = journal.check();
        found.setAside(found.damaged().get(0), 7);
        assertThat(journal.check().damaged()).isEmpty();
        assertThat(folder(disk).resolve("damaged/aaaaaaaa-7")).exists();
    }

    @Test
    void aFullDiskOrOneThatFailsCostsTheNewEntryAndLeavesTheOldOne() {
        Journal journal = journal(disk);
        journal.keep(record(disk, "aaaaaaaa", false));
        disk.room(disk.used());
        journal.keep(record(disk, "aaaaaaaa", true));
        assertThat(journal(disk).transfers().found()).containsExactly(record(disk, "aaaaaaaa", false));
        disk.room(Long.MAX_VALUE);
        disk.trouble((operation, path) -> operation.name().equals("FORCE"));
        journal.keep(record(disk, "aaaaaaaa", true));
        disk.trouble(DiskTrouble.NONE);
        assertThat(journal(disk).transfers().found()).containsExactly(record(disk, "aaaaaaaa", false));
        journal.keep(record(disk, "aaaaaaaa", true));
        assertThat(journal(disk).transfers().found()).containsExactly(record(disk, "aaaaaaaa", true));
    }

    @Test
    void whatIsForgottenBeforeItCouldBeWrittenIsNotSaidToBeWritten() {
        Troubles troubles = new Troubles();
        Journal journal = new Journal(folder(disk), Runnable::run, troubles, new ManualLoop());
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            disk.room(disk.used());
            journal.keep(record(disk, "aaaaaaaa", false));
            assertThat(troubles.findings().get(0).ready()).isFalse();
            journal.forget(new TransferId("aaaaaaaa"));
        } finally {
            System.setErr(before);
        }
        assertThat(troubles.findings().get(0).ready()).isTrue();
        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains("the disk is full, make room there")
                .doesNotContain("written again");
    }
}
