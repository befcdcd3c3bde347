// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.command;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.skerry.api.ContentLink;
import org.skerry.api.Transfer;
import org.skerry.api.TransferId;
import org.skerry.api.TransferResult;
import org.skerry.api.TransferStatus;

/** A transfer that a test drives. */
public final class FakeTransfer implements Transfer {

    private final TransferId id;
    private final ContentLink link;
    private final CompletableFuture<TransferResult> ended = new CompletableFuture<>();
    private volatile long bytesDone;

    FakeTransfer(TransferId id, ContentLink link) {
        this.id = id;
        this.link = link;
    }

    public void receive(long bytes) {
        bytesDone = bytes;
    }

    private boolean cancelled;

    public void end(TransferResult result) {
        ended.complete(result);
    }

    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public TransferId id() {
        return id;
    }

    @Override
    public ContentLink link() {
        return link;
    }

    @Override
    public TransferStatus status() {
        TransferStatus.State going = bytesDone > 0 ? TransferStatus.State.FETCHING : TransferStatus.State.WAITING;
        TransferStatus.State state =
                ended.getNow(null) instanceof TransferResult.Complete ? TransferStatus.State.COMPLETE : going;
        state = cancelled ? TransferStatus.State.CANCELLED : state;
        String note = bytesDone > 0 ? "" : "no peers yet";
        return new TransferStatus(
                id,
                state,
                note,
                Optional.of(Path.of("/target")),
                bytesDone / 10,
                10,
                bytesDone,
                100,
                bytesDone,
                bytesDone / 10,
                5,
                Optional.empty(),
                bytesDone > 0 ? 1 : 0);
    }

    @Override
    public CompletionStage<TransferResult> ended() {
        return ended;
    }

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void cancel() {
        cancelled = true;
        ended.complete(new TransferResult.Cancelled());
    }
}
