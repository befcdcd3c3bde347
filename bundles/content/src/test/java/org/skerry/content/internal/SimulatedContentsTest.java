// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.skerry.api.TransferResult;
import org.skerry.base.loop.ManualCrew;
import org.skerry.base.loop.ManualLoop;
import org.skerry.content.internal.disk.DiskRules;
import org.skerry.content.internal.work.Settings;
import org.skerry.spi.content.AcquireRequest;
import org.skerry.spi.content.ShareRequest;
import org.skerry.spi.content.SharedContent;

/** Two nodes on one virtual clock and a disk in the heap, on the thread of the test alone. */
class SimulatedContentsTest {

    private static final Settings SETTINGS = new Settings(3, 2, 8, 30, 4, true);
    private static final Duration MOST = Duration.ofMinutes(5);
    private static final Duration STEP = Duration.ofMillis(50);
    private static final long SEED = 7;
    private static final int BIG = 3 << 20;

    private final List<FileSystem> disks = new ArrayList<>();

    @AfterEach
    void dropDisks() throws IOException {
        for (FileSystem disk : disks) {
            disk.close();
        }
    }

    /** What a run did, as text: which chunks were wanted and taken, in order, and what was there in the end, and when. */
    private final class Run {

        final ManualLoop clock = new ManualLoop();
        final Duration taskTime;
        final SeededRandom random;
        final FileSystem disk;
        final Path in;
        final Path out;
        final List<String> events = new ArrayList<>();

        Run(long seed, Duration taskTime) throws IOException {
            this.taskTime = taskTime;
            random = new SeededRandom(seed);
            disk = Jimfs.newFileSystem(Configuration.unix().toBuilder()
                    .setAttributeViews("basic", "owner", "posix", "unix")
                    .setWorkingDirectory("/")
                    .setFileTimeSource(() -> FileTime.from(clock.now()))
                    .build());
            disks.add(disk);
            in = tree(disk.getPath("/in"));
            out = disk.getPath("/out");
        }

        LocalContents node(String name) throws IOException {
            Path state = Files.createDirectories(disk.getPath("/" + name));
            ManualCrew crew = new ManualCrew(clock, workers -> taskTime);
            return new LocalContents(state, SETTINGS, state, DiskRules::probe, crew, random);
        }

        SharedContent share(LocalContents node) {
            return await(node.share(new ShareRequest(List.of(in), false), progress -> {}));
        }

        AcquireRequest request(SharedContent shared) {
            Path parent = disk.getPath("/");
            return new AcquireRequest(shared.link().root(), shared.link().secret(), Optional.of(out), parent);
        }

        <T> T await(CompletionStage<T> stage) {
            Duration waited = Duration.ZERO;
            while (!stage.toCompletableFuture().isDone() && waited.compareTo(MOST) < 0) {
                clock.advance(STEP);
                waited = waited.plus(STEP);
            }
            assertThat(stage.toCompletableFuture()).isCompleted();
            return stage.toCompletableFuture().join();
        }

        void finish(Ferry ferry) throws Exception {
            for (Duration waited = Duration.ZERO;
                    !ferry.hasEnded() && waited.compareTo(MOST) < 0;
                    waited = waited.plus(STEP)) {
                clock.advance(STEP);
            }
            note(ferry);
            assertThat(ferry.hasEnded()).isTrue();
            assertThat(ferry.result()).isInstanceOf(TransferResult.Complete.class);
        }

        void note(Ferry ferry) {
            ferry.wanted().forEach(chunk -> events.add("wanted " + chunk));
            ferry.arrived().forEach(chunk -> events.add("taken " + chunk));
        }

        void noteDisk() throws Exception {
            Trees.describe(out).forEach((path, what) -> events.add(path + ": " + what));
            events.addAll(Trees.namesIn(disk.getPath("/a")));
            events.addAll(Trees.namesIn(disk.getPath("/b")));
            events.add("at " + clock.nanoTime());
        }
    }

    private static Path tree(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("deep/er"));
        Trees.write(folder.resolve("big"), BIG, 1);
        Trees.write(folder.resolve("deep/big too"), BIG, 2);
        Trees.write(folder.resolve("empty"), 0, 3);
        for (int i = 0; i < 60; i++) {
            Trees.write(folder.resolve("deep/er/small " + i), 10 + 331 * i, 100 + i);
        }
        Path program = Trees.write(folder.resolve("program"), 1000, 4);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        // No symlinks: a SecureDirectoryStream of Jimfs 1.3.1 moves what they lead to.
        return folder;
    }

    private List<String> shareAndFetch(long seed, Duration taskTime) throws Exception {
        Run run = new Run(seed, taskTime);
        try (LocalContents sender = run.node("a");
                LocalContents receiver = run.node("b")) {
            SharedContent shared = run.share(sender);
            try (Ferry ferry = Ferry.between(shared, receiver, run.request(shared))) {
                run.finish(ferry);
            }
            assertThat(Trees.differences(run.in, run.out)).isEmpty();
            run.noteDisk();
        }
        return run.events;
    }

    @Test
    void sharesAndFetchesInTheSameWayEachTime() throws Exception {
        for (Duration taskTime : List.of(Duration.ZERO, Duration.ofMillis(2))) {
            List<String> first = shareAndFetch(SEED, taskTime);
            assertThat(first).hasSizeGreaterThan(300);
            assertThat(shareAndFetch(SEED, taskTime)).isEqualTo(first);
            assertThat(shareAndFetch(SEED + 1, taskTime)).isNotEqualTo(first);
        }
    }

    @Test
    void startsNoThread() throws Exception {
        shareAndFetch(SEED, Duration.ZERO);
        long before = ManagementFactory.getThreadMXBean().getTotalStartedThreadCount();
        shareAndFetch(SEED, Duration.ZERO);
        assertThat(ManagementFactory.getThreadMXBean().getTotalStartedThreadCount())
                .isEqualTo(before);
    }

    private List<String> fetchInTwoLives() throws Exception {
        Run run = new Run(SEED, Duration.ofMillis(2));
        try (LocalContents sender = run.node("a")) {
            SharedContent shared = run.share(sender);
            LocalContents first = run.node("b");
            Ferry half = Ferry.between(shared, first, run.request(shared), 40);
            run.clock.advance(MOST);
            half.awaitExhausted();
            run.note(half);
            first.close();
            try (LocalContents second = run.node("b");
                    Ferry rest = Ferry.between(shared, second, run.request(shared))) {
                run.finish(rest);
                assertThat(rest.wanted())
                        .filteredOn(chunk -> !chunk.manifest())
                        .extracting(chunk -> chunk.id())
                        .doesNotContainAnyElementsOf(half.arrived());
            }
            assertThat(Trees.differences(run.in, run.out)).isEmpty();
            run.noteDisk();
        }
        return run.events;
    }

    @Test
    void goesOnAfterARestartInTheSameWayEachTime() throws Exception {
        assertThat(fetchInTwoLives()).isEqualTo(fetchInTwoLives());
    }

    @Test
    void servesAgainWhatWasSharedBeforeARestart() throws Exception {
        Run run = new Run(SEED, Duration.ZERO);
        LocalContents before = run.node("a");
        SharedContent shared = run.share(before);
        before.close();
        try (LocalContents after = run.node("a");
                LocalContents receiver = run.node("b")) {
            SharedContent again =
                    run.await(after.reopen(shared.manifest().root())).orElseThrow();
            assertThat(again.paths()).containsExactly(run.in);
            try (Ferry ferry = Ferry.between(again, receiver, run.request(again))) {
                run.finish(ferry);
            }
            assertThat(Trees.differences(run.in, run.out)).isEmpty();
            SharedContent fetched = run.await(
                            receiver.reopenFetched(shared.manifest().root(), run.out))
                    .orElseThrow();
            assertThat(run.await(fetched.has(List.of(shared.manifest().root()))).cardinality())
                    .isEqualTo(1);
        }
    }
}
