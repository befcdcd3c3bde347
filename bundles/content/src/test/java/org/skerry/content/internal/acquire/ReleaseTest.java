// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.acquire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.skerry.api.ChunkId;
import org.skerry.api.TransferResult;
import org.skerry.api.TransferResult.Cause;
import org.skerry.base.loop.ManualCrew;
import org.skerry.base.loop.ManualLoop;
import org.skerry.base.loop.Workers;
import org.skerry.content.internal.disk.DiskRules;
import org.skerry.content.internal.work.Settings;
import org.skerry.content.internal.work.Workshop;
import org.skerry.spi.content.AcquireRequest;
import org.skerry.spi.content.AcquisitionListener;
import org.skerry.spi.content.AcquisitionProgress;
import org.skerry.spi.content.ChunkRead;
import org.skerry.spi.content.WantedChunk;

/** What an acquisition keeps open is closed once, when no accepted chunk needs it any more; only then may the next one begin. */
class ReleaseTest {

    private static final ByteBuffer CHUNK = ByteBuffer.allocate(1);
    private static final ChunkId ID = ChunkId.ofChunk(CHUNK);

    private final ManualLoop loop = new ManualLoop();
    private final List<TransferResult> results = new ArrayList<>();
    private final Taking acquisition = new Taking(workshop(), results);
    private int closed;

    @Test
    void waitsForWhatWasAcceptedBeforeItWasClosed() throws Exception {
        acquisition.keep(() -> closed++);
        CompletionStage<Void> written = acquisition.accept(ID, CHUNK);
        acquisition.close();
        assertThat(closed).isZero();
        assertThat(isReleased()).isFalse();
        acquisition.taking.get(0).complete(null);
        assertThat(written.toCompletableFuture()).isCompleted();
        assertThat(closed).isEqualTo(1);
        assertThat(isReleased()).isTrue();
    }

    @Test
    void takesNothingOnceItIsClosed() {
        acquisition.close();
        assertThat(acquisition.accept(ID, CHUNK).toCompletableFuture()).isCompleted();
        assertThat(acquisition.taking).isEmpty();
    }

    @Test
    void tellsAFailureAtOnceAndIsReleasedWhenTheOthersAreWritten() throws Exception {
        acquisition.keep(() -> closed++);
        acquisition.accept(ID, CHUNK);
        acquisition.accept(ID, CHUNK);
        acquisition.taking.get(0).completeExceptionally(new AcquireException(Cause.DISK_FULL, "full"));
        loop.runReady();
        assertThat(results).hasSize(1);
        assertThat(closed).isZero();
        acquisition.taking.get(1).complete(null);
        assertThat(closed).isEqualTo(1);
        assertThat(isReleased()).isTrue();
    }

    @Test
    void isNotReleasedWhileAnotherOneIsStillClosing() throws Exception {
        List<Boolean> meanwhile = new ArrayList<>();
        acquisition.keep(() -> {
            acquisition.close();
            acquisition.release();
            meanwhile.add(isReleased());
            closed++;
        });
        acquisition.close();
        assertThat(meanwhile).containsExactly(false);
        assertThat(closed).isEqualTo(1);
        assertThat(isReleased()).isTrue();
    }

    @Test
    void isReleasedThoughAFileCannotBeClosed() throws Exception {
        acquisition.keep(() -> {
            throw new UncheckedIOException(new IOException("Input/output error"));
        });
        acquisition.keep(() -> closed++);
        acquisition.close();
        assertThat(closed).isEqualTo(1);
        assertThat(isReleased()).isTrue();
    }

    @Test
    void closesAtOnceWhatIsOpenedTooLate() {
        acquisition.close();
        assertThatThrownBy(() -> acquisition.keep(() -> closed++)).isInstanceOf(IOException.class);
        assertThat(closed).isEqualTo(1);
    }

    private boolean isReleased() {
        return acquisition.released().toCompletableFuture().isDone();
    }

    private Workshop workshop() {
        ManualCrew crew = new ManualCrew(loop);
        Workers workers = crew.workers("worker", 1, thrown -> {});
        return new Workshop(
                Settings.defaults(),
                workers,
                workers,
                workers,
                workers,
                loop,
                folder -> new DiskRules(false, false),
                new SecureRandom(),
                Path.of("home"));
    }

    /** Takes a chunk when the test says so. */
    private static final class Taking extends AbstractAcquisition {

        final List<CompletableFuture<Void>> taking = new ArrayList<>();

        Taking(Workshop workshop, List<TransferResult> results) {
            super(
                    workshop,
                    new AcquireRequest(ID, Optional.empty(), Optional.empty(), Path.of("parent")),
                    new AcquisitionListener() {
                        @Override
                        public void wanted(List<WantedChunk> chunks) {}

                        @Override
                        public void ended(TransferResult result) {
                            results.add(result);
                        }
                    });
        }

        @Override
        CompletionStage<?> take(ChunkId id, ByteBuffer verified) {
            CompletableFuture<Void> taken = new CompletableFuture<>();
            taking.add(taken);
            return taken;
        }

        @Override
        void start() {}

        @Override
        boolean wantsContent() {
            return true;
        }

        @Override
        boolean mayBeWhole() {
            return false;
        }

        @Override
        boolean finishIfWhole() {
            return false;
        }

        @Override
        List<WantedChunk> wantPages(int most) {
            return List.of();
        }

        @Override
        List<WantedChunk> wantContent(int most) {
            return List.of();
        }

        @Override
        boolean hasChunk(ChunkId id) {
            return false;
        }

        @Override
        ChunkRead readChunk(ChunkId id) {
            return new ChunkRead.Missing();
        }

        @Override
        void sweep() {}

        @Override
        Path state() {
            return Path.of("state");
        }

        @Override
        public AcquisitionProgress progress() {
            return new AcquisitionProgress(false, 0, 0, 0, 0, Optional.empty());
        }
    }
}
