// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.command;

import java.time.Duration;
import java.util.Optional;
import org.skerry.api.ContentLink;
import org.skerry.api.Registration;
import org.skerry.api.Skerry;
import org.skerry.api.SkerryEvent;
import org.skerry.api.Transfer;
import org.skerry.api.TransferResult;
import org.skerry.api.TransferStatus;
import org.skerry.base.loop.Loop;

/** Tells one client how one transfer goes, until it ends, the client goes, or nothing moves for too long. On the loop. */
final class TransferWatch {

    private static final Duration TICK = Duration.ofMillis(250);

    private final Loop loop;
    private final Reply reply;
    private final ContentLink link;
    private final Optional<Duration> stall;
    private Registration listening = () -> {};
    private Runnable release = () -> {};
    private Transfer transfer;
    private TransferStatus sent;
    private TransferStatus moved;
    private long movedAt;
    private boolean over;

    TransferWatch(Loop loop, Reply reply, ContentLink link, Optional<Duration> stall) {
        this.loop = loop;
        this.reply = reply;
        this.link = link;
        this.stall = stall;
    }

    void listenTo(Skerry node) {
        listening = node.listen(event -> loop.execute(() -> onEvent(event)));
    }

    /** Follows; {@code release} runs once, when this watch is over. */
    void follow(Transfer what, Runnable whenOver) {
        transfer = what;
        release = whenOver;
        movedAt = loop.nanoTime();
        var unused = what.ended().whenCompleteAsync((result, failure) -> ended(result), loop);
        tick();
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
            String note = transfer.status().note();
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
        if (!status.equals(sent)) {
            sent = status;
            reply.progress(Json.of(status));
        }
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
            release.run();
        }
    }
}
