// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.skerry.api.ContentLink;
import org.skerry.api.Registration;
import org.skerry.api.Skerry;
import org.skerry.api.SkerryEvent;
import org.skerry.api.Transfer;
import org.skerry.api.TransferResult;
import org.skerry.api.TransferStatus;
import org.skerry.base.loop.Loop;

/**
 * Tells one client how one transfer goes, until it ends, the client goes, or nothing moves for too long. When the exchange that
 * has the transfer is replaced, it goes on with the transfer of the same id in the next one. On the loop.
 */
final class TransferWatch {

    private static final Duration TICK = Duration.ofMillis(250);

    private final WithSkerry skerry;
    private final Loop loop;
    private final Reply reply;
    private final ContentLink link;
    private final Optional<Duration> stall;
    private Registration listening = () -> {};
    private Consumer<Transfer> release = it -> {};
    private Transfer transfer;
    private ObjectNode sent;
    private TransferStatus moved;
    private long movedAt;
    private boolean over;

    TransferWatch(WithSkerry skerry, Reply reply, ContentLink link, Optional<Duration> stall) {
        this.skerry = skerry;
        this.loop = skerry.loop();
        this.reply = reply;
        this.link = link;
        this.stall = stall;
    }

    void listenTo(Skerry node) {
        listening = node.listen(event -> loop.execute(() -> onEvent(event)));
    }

    /** Follows; {@code whenOver} is given the transfer once, when this watch is over. */
    void follow(Transfer what, Consumer<Transfer> whenOver) {
        release = whenOver;
        movedAt = loop.nanoTime();
        await(what);
        tick();
    }

    private void await(Transfer what) {
        transfer = what;
        var unused = what.ended().whenCompleteAsync((result, failure) -> ended(result), loop);
    }

    /** The exchange has gone, and keeps the transfer for the next one. */
    private void awaitNext(long deadline) {
        if (over) {
            return;
        }
        Optional<Skerry> next = skerry.now();
        if (next.isPresent()) {
            for (Transfer again : next.get().transfers()) {
                if (again.id().equals(transfer.id()) && again != transfer) {
                    listenTo(next.get());
                    await(again);
                    return;
                }
            }
        }
        if (loop.nanoTime() - deadline < 0) {
            loop.schedule(TICK, () -> awaitNext(deadline));
        } else {
            end(new TransferResult.Cancelled());
        }
    }

    /** The client has gone. */
    void abandon() {
        finish();
    }

    private void tick() {
        if (over) {
            return;
        }
        report(transfer.status());
        if (stall.isPresent() && loop.nanoTime() - movedAt > stall.get().toNanos()) {
            String note = note(transfer.status());
            finish();
            reply.exit(
                    Reply.NOT_FOUND,
                    "gave up: nothing came for " + seconds(stall.get()) + (note.isEmpty() ? "" : " (" + note + ")")
                            + "; the same command goes on where this stopped");
            return;
        }
        loop.schedule(TICK, this::tick);
    }

    private static String seconds(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() / 1e3 + " s";
    }

    private void report(TransferStatus status) {
        if (moved == null || hasMoved(moved, status)) {
            moved = status;
            movedAt = loop.nanoTime();
        }
        ObjectNode next = Json.of(status).put("note", note(status));
        if (!next.equals(sent)) {
            sent = next;
            reply.progress(next.deepCopy());
        }
    }

    /** Who waits for peers wants to know if one is there and no session with it. */
    private String note(TransferStatus status) {
        if (status.state() != TransferStatus.State.WAITING || status.peers() > 0) {
            return status.note();
        }
        return skerry.now().map(Skerry::peers).orElse(List.of()).stream()
                .filter(it -> it.swarms().contains(link.swarm()) && it.refusal().isPresent())
                .findFirst()
                .map(it -> status.note() + (status.note().isEmpty() ? "" : "; ") + "no session with "
                        + it.id().shortText() + ", " + it.refusal().orElseThrow())
                .map(Reply::oneLine)
                .orElse(status.note());
    }

    /** Reading what is on disk already is not waiting for others. */
    private static boolean hasMoved(TransferStatus before, TransferStatus now) {
        return now.state() == TransferStatus.State.CHECKING
                || now.state() == TransferStatus.State.PAUSED
                || now.chunksDone() != before.chunksDone()
                || now.bytesReceived() != before.bytesReceived();
    }

    private void onEvent(SkerryEvent event) {
        if (over || transfer == null || !concerns(event)) {
            return;
        }
        if (event instanceof SkerryEvent.TransferProgress progress) {
            report(progress.status());
        } else {
            Events.of(event).ifPresent(reply::event);
        }
    }

    private boolean concerns(SkerryEvent event) {
        if (event instanceof SkerryEvent.TransferProgress progress) {
            return progress.status().id().equals(transfer.id());
        }
        if (event instanceof SkerryEvent.FirstChunk first) {
            return first.transfer().equals(transfer.id());
        }
        if (event instanceof SkerryEvent.PeerFound found) {
            return found.swarm().equals(link.swarm());
        }
        return event instanceof SkerryEvent.PeerConnected || event instanceof SkerryEvent.PeerDisconnected;
    }

    private void ended(TransferResult result) {
        if (over) {
            return;
        }
        boolean byUser = transfer.status().state() == TransferStatus.State.CANCELLED;
        if (result instanceof TransferResult.Cancelled && !byUser) {
            listening.close();
            awaitNext(loop.nanoTime() + skerry.patience().toNanos());
        } else {
            end(result);
        }
    }

    private void end(TransferResult result) {
        TransferStatus last = transfer.status();
        finish();
        var event = Json.event("result");
        event.setAll(Json.of(result));
        event.set("status", Json.of(last, link));
        reply.event(event);
        if (result instanceof TransferResult.Complete) {
            reply.done();
        } else if (result instanceof TransferResult.Failed failed) {
            reply.exit(Reply.FAILED, failed.message());
        } else {
            reply.exit(Reply.FAILED, "cancelled; the same command goes on where this stopped");
        }
    }

    private void finish() {
        if (!over) {
            over = true;
            listening.close();
            release.accept(transfer);
        }
    }
}
