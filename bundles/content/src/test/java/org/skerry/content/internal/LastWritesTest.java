// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skerry.api.ChunkId;
import org.skerry.api.TransferResult;
import org.skerry.base.loop.ManualCrew;
import org.skerry.base.loop.ManualLoop;
import org.skerry.content.internal.disk.DiskRules;
import org.skerry.content.internal.work.Settings;
import org.skerry.spi.content.AcquireRequest;
import org.skerry.spi.content.Acquisition;
import org.skerry.spi.content.AcquisitionListener;
import org.skerry.spi.content.ChunkRead;
import org.skerry.spi.content.ShareRequest;
import org.skerry.spi.content.SharedContent;
import org.skerry.spi.content.WantedChunk;

/** What was accepted just before the end is written, as whoever closes an acquisition takes it for kept. Nothing runs unless told. */
class LastWritesTest {

    @TempDir
    Path dir;

    private final ManualLoop loop = new ManualLoop(Instant.now()); // as that of the files
    /** What must not be wanted a second time. */
    private final Set<ChunkId> accepted = new LinkedHashSet<>();

    private final List<WantedChunk> wanted = new ArrayList<>();
    private final List<TransferResult> results = new ArrayList<>();
    private LocalContents sender;
    private LocalContents receiver;
    private SharedContent shared;

    @BeforeEach
    void open() throws Exception {
        sender = contents("a");
        receiver = contents("b");
        Path folder = Files.createDirectories(dir.resolve("in"));
        Trees.write(folder.resolve("big"), 8 << 20, 1);
        shared = now(sender.share(new ShareRequest(List.of(folder), false), progress -> {}));
    }

    @AfterEach
    void close() {
        sender.close();
        receiver.close();
    }

    private LocalContents contents(String name) throws Exception {
        Path home = Files.createDirectories(dir.resolve(name));
        return new LocalContents(
                home.resolve("state"),
                Settings.defaults(),
                home,
                DiskRules::probe,
                new ManualCrew(loop),
                new SecureRandom());
    }

    private <T> T now(CompletionStage<T> stage) {
        loop.runReady();
        return stage.toCompletableFuture().getNow(null);
    }

    @Test
    void theNextAcquisitionWaitsForWhatTheLastOneAccepted() {
        Acquisition first = acquire();
        takeHalf(first, content(first));
        first.close();
        acquire();
        assertNothingIsWantedAgain();
    }

    @Test
    void whatIsAcceptedIsWrittenThoughTheContentGoesTheNextMoment() throws Exception {
        Acquisition first = acquire();
        takeHalf(first, content(first));
        first.close();
        restart();
        acquire();
        assertNothingIsWantedAgain();
    }

    @Test
    void whatIsAcceptedIsWrittenThoughTheContentGoesFirst() throws Exception {
        Acquisition first = acquire();
        takeHalf(first, content(first));
        restart();
        acquire();
        assertNothingIsWantedAgain();
    }

    @Test
    void pagesOfTheManifestAreKept() throws Exception {
        accept(acquire(), List.copyOf(wanted));
        restart();
        content(acquire());
        assertNothingIsWantedAgain();
    }

    // ---- what goes on

    private Acquisition acquire() {
        wanted.clear();
        AcquisitionListener listener = new AcquisitionListener() {
            @Override
            public void wanted(List<WantedChunk> chunks) {
                wanted.addAll(chunks);
            }

            @Override
            public void ended(TransferResult result) {
                results.add(result);
            }
        };
        Path out = dir.resolve("out");
        Acquisition begun = receiver.acquire(
                new AcquireRequest(shared.link().root(), shared.link().secret(), Optional.of(out), dir), listener);
        begun.request(1000);
        loop.runReady();
        return begun;
    }

    /** Carries the manifest, and says what is wanted then. */
    private List<WantedChunk> content(Acquisition acquisition) {
        List<WantedChunk> next = List.copyOf(wanted);
        int carried = 0;
        while (next.stream().allMatch(WantedChunk::manifest)) {
            assertThat(next).isNotEmpty();
            give(acquisition, next);
            loop.runReady();
            carried += next.size();
            next = List.copyOf(wanted.subList(carried, wanted.size()));
        }
        return next;
    }

    private void takeHalf(Acquisition acquisition, List<WantedChunk> chunks) {
        accept(acquisition, chunks.subList(0, chunks.size() / 2));
    }

    private void accept(Acquisition acquisition, List<WantedChunk> chunks) {
        chunks.forEach(it -> accepted.add(it.id()));
        give(acquisition, chunks);
    }

    /** Hands chunks over; nothing runs after that. */
    private void give(Acquisition acquisition, List<WantedChunk> chunks) {
        List<ChunkRead> read =
                chunks.stream().map(it -> now(shared.read(it.id()))).toList();
        for (int i = 0; i < chunks.size(); i++) {
            acquisition.accept(chunks.get(i).id(), ((ChunkRead.Found) read.get(i)).chunk());
        }
    }

    private void restart() throws Exception {
        receiver.close();
        receiver = contents("b");
    }

    private void assertNothingIsWantedAgain() {
        assertThat(accepted).isNotEmpty();
        assertThat(results).isEmpty();
        assertThat(wanted).isNotEmpty().noneMatch(it -> accepted.contains(it.id()));
    }
}
