// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.transfer;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.skerry.api.SkerryEvent;
import org.skerry.api.TransferId;
import org.skerry.api.TransferStatus;
import org.skerry.exchange.internal.fetch.Traffic;
import org.skerry.spi.content.AcquisitionProgress;

/** Shows how a transfer stands to any thread, and tells listeners of a change at most four times a second. */
final class StatusBoard {

    private static final long BETWEEN_NANOS = 245_000_000L;

    private final TransferId id;
    private final Traffic traffic;
    private final Events events;
    private volatile TransferStatus status;
    private TransferStatus told;
    private long toldAt;
    private boolean toldOnce;
    private boolean closed;

    StatusBoard(TransferId id, Traffic traffic, Events events) {
        this.id = id;
        this.traffic = traffic;
        this.events = events;
        this.status = new TransferStatus(
                id, TransferStatus.State.WAITING, "", Optional.empty(), 0, 0, 0, 0, 0, 0, 0, Optional.empty(), 0);
        this.told = status;
    }

    TransferStatus status() {
        return status;
    }

    /** Takes in how it stands now; on the loop. */
    void refresh(
            AcquisitionProgress progress, Standing standing, Optional<Path> folder, int peers, long now, Instant at) {
        if (closed) {
            return;
        }
        TransferStatus.State state = standing.state();
        boolean ended = switch (state) {
            case COMPLETE, FAILED, CANCELLED -> true;
            default -> false;
        };
        double rate = ended ? 0 : traffic.rate(now);
        status = new TransferStatus(
                id,
                state,
                standing.note(),
                progress.folder().or(() -> folder),
                progress.chunksDone(),
                progress.chunksTotal(),
                progress.bytesDone(),
                progress.bytesTotal(),
                traffic.bytes(),
                traffic.chunks(),
                rate,
                remaining(progress, state, rate),
                peers);
        if (!status.equals(told) && (!toldOnce || now - toldAt >= BETWEEN_NANOS)) {
            told = status;
            toldAt = now;
            toldOnce = true;
            events.tell(new SkerryEvent.TransferProgress(at, status));
        }
    }

    private static Optional<Duration> remaining(AcquisitionProgress progress, TransferStatus.State state, double rate) {
        if (state != TransferStatus.State.FETCHING || rate < 1 || progress.bytesTotal() == 0) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofSeconds((long) Math.ceil((progress.bytesTotal() - progress.bytesDone()) / rate)));
    }

    /** Nothing changes any more. */
    void close() {
        closed = true;
    }
}
