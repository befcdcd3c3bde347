// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.transfer;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.skerry.api.ChunkId;
import org.skerry.api.ContentLink;
import org.skerry.api.TransferResult;
import org.skerry.base.disk.DiskReason;
import org.skerry.exchange.internal.cache.Holdings;
import org.skerry.spi.store.ChunkStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the chunks of content that is only cached in the store of the highest ranking. A store that cannot write now is
 * followed by the next one, and all are tried again after a while. If one of them has a full disk, for which someone has to make
 * room, and no other takes the chunk, what is followed {@linkplain FullStores waits}; what is not ends. Confined to the loop.
 */
final class CacheWrite {

    private static final int ROUNDS = 5;

    private static final Logger LOG = LoggerFactory.getLogger(CacheWrite.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    private final Ground ground;
    private final Holdings holdings;
    private final ContentLink link;
    private final Consumer<TransferResult.Failed> failed;
    private final FullStores full;
    private boolean closed;
    private boolean warned;

    /** One chunk on its way, and how often all stores have failed it. */
    private final class Write implements FullStores.Waiting {

        final ChunkId id;
        final ByteBuffer chunk;
        final CompletableFuture<Boolean> kept = new CompletableFuture<>();
        int rounds;
        /** How many stores had no room in this round, and what the last of them said. */
        int full;

        String noRoom = "";

        Write(ChunkId id, ByteBuffer chunk) {
            this.id = id;
            this.chunk = chunk;
        }

        @Override
        public Object owner() {
            return CacheWrite.this;
        }

        @Override
        public int bytes() {
            return chunk.remaining();
        }

        @Override
        public void again() {
            rounds = 0; // a disk that was full is another trouble than the one before
            round(this);
        }

        @Override
        public void drop() {
            kept.complete(false);
        }
    }

    /**
     * Writes for one transfer.
     *
     * @param holdings sees to it that there is room
     * @param full where chunks wait that find no room all the same
     * @param link of what is fetched
     * @param failed called if no store can keep a chunk
     */
    CacheWrite(
            Ground ground,
            Holdings holdings,
            FullStores full,
            ContentLink link,
            Consumer<TransferResult.Failed> failed) {
        this.ground = ground;
        this.holdings = holdings;
        this.full = full;
        this.link = link;
        this.failed = failed;
    }

    /**
     * Keeps a chunk.
     *
     * @param local whether it was found on this node, and so perhaps in a store
     * @return whether it is kept; false if there is no store, or no room, and it has to be fetched again
     */
    CompletionStage<Boolean> write(ChunkId id, ByteBuffer chunk, boolean local) {
        if (!local) {
            return reserve(id, chunk);
        }
        return holdings.comes(id)
                .thenComposeAsync(
                        clear -> ground.sources().kept(List.of(id)),
                        ground.context().loop())
                .thenComposeAsync(
                        here -> here.get(0) ? CompletableFuture.completedFuture(true) : reserve(id, chunk),
                        ground.context().loop());
    }

    private CompletionStage<Boolean> reserve(ChunkId id, ByteBuffer chunk) {
        int length = chunk.remaining();
        return holdings.reserve(link, length)
                .thenComposeAsync(
                        room -> room ? put(id, chunk, length) : CompletableFuture.completedFuture(false),
                        ground.context().loop());
    }

    private CompletionStage<Boolean> put(ChunkId id, ByteBuffer chunk, int length) {
        Write write = new Write(id, chunk);
        holdings.comes(id).thenRunAsync(() -> round(write), ground.context().loop());
        return write.kept.whenCompleteAsync(
                (kept, impossible) -> holdings.release(length), ground.context().loop());
    }

    private void round(Write write) {
        if (write.kept.isDone()) {
            return; // dropped meanwhile
        }
        write.full = 0;
        List<ChunkStore> stores = ground.sources().stores();
        if (stores.isEmpty() || closed) {
            write.drop();
            full.drop(this);
        } else {
            put(write, stores, 0);
        }
    }

    /** Nothing is kept for the transfer any more. */
    void close() {
        closed = true;
        full.drop(this);
    }

    /** {@return what the disk lacks, one line for people; empty if nothing} */
    Optional<String> waits() {
        return holdings.follows(link) ? full.why() : Optional.empty();
    }

    private void put(Write write, List<ChunkStore> stores, int at) {
        ChunkStore store = stores.get(at);
        put(store, write)
                .whenCompleteAsync(
                        (done, error) -> {
                            if (error == null) {
                                write.kept.complete(true);
                                full.kept(write);
                            } else if (ground.sources().stores().contains(store)) {
                                refused(write, stores, at, error);
                            } else {
                                round(write); // it was replaced in the middle of it, which is no one's fault
                            }
                        },
                        ground.context().loop());
    }

    private static CompletionStage<Void> put(ChunkStore store, Write write) {
        try {
            @Nullable CompletionStage<Void> put = store.put(write.id, write.chunk.duplicate());
            return put == null
                    ? CompletableFuture.failedFuture(new IllegalStateException("the chunk store returned nothing"))
                    : put;
        } catch (RuntimeException | LinkageError e) {
            return CompletableFuture.failedFuture(new IllegalStateException("the chunk store failed: " + e));
        }
    }

    private void refused(Write write, List<ChunkStore> stores, int at, Throwable error) {
        if (write.kept.isDone() || closed) {
            write.drop();
            return;
        }
        String why = WholeFolder.line(error);
        if (DiskReason.isFull(error)) {
            write.noRoom = why;
            write.full++;
        } else if (!warned) {
            warned = true;
            LOG.warn("cannot keep a chunk, tries again: {}", why);
        }
        if (at + 1 < stores.size()) {
            put(write, stores, at + 1);
        } else if (write.full > 0 && holdings.follows(link)) {
            full.full(write, write.noRoom);
        } else if (write.full == stores.size()) {
            fail(write, TransferResult.Cause.DISK_FULL, write.noRoom);
        } else if (++write.rounds == ROUNDS) {
            fail(write, TransferResult.Cause.IO, why);
        } else {
            Duration pause = FIRST_PAUSE.multipliedBy(1L << (write.rounds - 1));
            ground.context().loop().schedule(pause, () -> round(write));
        }
    }

    private void fail(Write write, TransferResult.Cause cause, String why) {
        failed.accept(new TransferResult.Failed(cause, "cannot keep a chunk: " + why));
        write.drop();
        full.drop(this);
    }
}
