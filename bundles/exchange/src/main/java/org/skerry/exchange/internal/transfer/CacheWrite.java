// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.transfer;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.skerry.api.ChunkId;
import org.skerry.api.ContentLink;
import org.skerry.api.TransferResult;
import org.skerry.exchange.internal.cache.Holdings;
import org.skerry.spi.store.ChunkStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the chunks of content that is only cached in the store of the highest ranking. A store that cannot write now is
 * followed by the next one, and all are tried again after a while. On a full disk, for which someone has to make room, what is
 * followed waits, with the chunks in hand; what is not ends. Confined to the loop.
 */
final class CacheWrite {

    private static final int ROUNDS = 5;

    private static final Logger LOG = LoggerFactory.getLogger(CacheWrite.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration FULL_PAUSE = Duration.ofSeconds(5);

    private final Ground ground;
    private final Holdings holdings;
    private final ContentLink link;
    private final BooleanSupplier over;
    private final Consumer<TransferResult.Failed> failed;
    /** Found the disk full. The first of them is tried now and then, and the next one once it is kept. */
    private final ArrayDeque<Write> stuck = new ArrayDeque<>();

    private String full = "";
    /** The first of {@link #stuck} while it is tried. */
    private @Nullable Write tried;

    private boolean scheduled;
    private boolean warned;

    /** One chunk on its way, and how often all stores have failed it. */
    private static final class Write {
        final ChunkId id;
        final ByteBuffer chunk;
        final CompletableFuture<Boolean> kept = new CompletableFuture<>();
        int rounds;

        Write(ChunkId id, ByteBuffer chunk) {
            this.id = id;
            this.chunk = chunk;
        }
    }

    /**
     * Writes for one transfer.
     *
     * @param holdings sees to it that there is room
     * @param link of what is fetched
     * @param over whether the transfer has ended meanwhile
     * @param failed called if no store can keep a chunk
     */
    CacheWrite(
            Ground ground,
            Holdings holdings,
            ContentLink link,
            BooleanSupplier over,
            Consumer<TransferResult.Failed> failed) {
        this.ground = ground;
        this.holdings = holdings;
        this.link = link;
        this.over = over;
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
            return; // given up meanwhile
        }
        List<ChunkStore> stores = ground.sources().stores();
        if (stores.isEmpty() || over.getAsBoolean()) {
            write.kept.complete(false);
            giveUp();
        } else {
            put(write, stores, 0);
        }
    }

    /** {@return what the disk lacks, one line for people; empty if nothing} */
    Optional<String> waits() {
        return stuck.isEmpty() ? Optional.empty() : Optional.of(full);
    }

    private void stick(Write write, String why) {
        write.rounds = 0; // a disk that is full now is another trouble than the one before
        if (write == tried) {
            tried = null;
        } else {
            if (stuck.isEmpty()) {
                full = why;
                LOG.warn("{}", full);
                ground.troubles().has(this, Troubles.Kind.ROOM, full);
            }
            stuck.add(write);
        }
        if (tried == null && !scheduled) {
            scheduled = true;
            ground.context().loop().schedule(FULL_PAUSE, this::probe);
        }
    }

    private void probe() {
        scheduled = false;
        tryFirst();
    }

    private void tryFirst() {
        if (tried == null && !stuck.isEmpty()) {
            tried = stuck.element();
            round(tried);
        }
    }

    private void kept(Write write) {
        write.kept.complete(true);
        if (write != tried) {
            return; // chunks differ in length: that this one fits says little of those that wait
        }
        tried = null;
        stuck.remove();
        if (stuck.isEmpty()) {
            ground.troubles().over(this);
            LOG.info("chunks of {} find room again", link.root());
        } else {
            tryFirst();
        }
    }

    private void put(Write write, List<ChunkStore> stores, int at) {
        ChunkStore store = stores.get(at);
        put(store, write)
                .whenCompleteAsync(
                        (done, error) -> {
                            if (error == null) {
                                kept(write);
                            } else if (ground.sources().stores().contains(store)) {
                                refused(write, stores, at, line(error));
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

    private void refused(Write write, List<ChunkStore> stores, int at, String why) {
        if (write.kept.isDone()) {
            return; // given up meanwhile
        }
        if (why.contains("No space left") || why.contains("Disk quota exceeded")) {
            full(write, why);
            return;
        }
        if (!warned) {
            warned = true;
            LOG.warn("cannot keep a chunk, tries again: {}", why);
        }
        if (at + 1 < stores.size()) {
            put(write, stores, at + 1);
        } else if (++write.rounds == ROUNDS) {
            fail(write, TransferResult.Cause.IO, why);
        } else {
            Duration pause = FIRST_PAUSE.multipliedBy(1L << (write.rounds - 1));
            ground.context().loop().schedule(pause, () -> round(write));
        }
    }

    private void full(Write write, String why) {
        if (!holdings.follows(link)) {
            fail(write, TransferResult.Cause.DISK_FULL, why);
        } else {
            stick(write, "the disk of the store is full; make room, and it goes on: " + why);
        }
    }

    private void fail(Write write, TransferResult.Cause cause, String why) {
        failed.accept(new TransferResult.Failed(cause, "cannot keep a chunk: " + why));
        write.kept.complete(false);
        giveUp();
    }

    /** What waits is not written any more; with that it holds no room either. */
    private void giveUp() {
        tried = null;
        List<Write> all = List.copyOf(stuck);
        stuck.clear();
        ground.troubles().over(this);
        all.forEach(it -> it.kept.complete(false));
    }

    private static String line(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        @Nullable String message = cause.getMessage();
        return message == null ? cause.toString() : message;
    }
}
