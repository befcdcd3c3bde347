// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.broken;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.skerry.api.ChunkId;
import org.skerry.spi.store.ChunkStore;
import org.skerry.spi.store.Cursor;
import org.skerry.spi.store.Page;
import org.skerry.spi.store.Usage;

/** Keeps chunks in a {@link FlawedShelf}, with one thread; correct but for one flaw. Thread-safe. */
final class FlawedStore implements ChunkStore {

    private final FlawedShelf shelf;
    private final StoreFlaw flaw;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "flawed-store"));
    private final Set<CompletableFuture<?>> outstanding = ConcurrentHashMap.newKeySet();
    private final Set<ChunkId> underWay = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean reading = new AtomicBoolean();
    private final AtomicInteger putting = new AtomicInteger();
    private final boolean works;
    private volatile boolean closed;

    FlawedStore(FlawedShelf shelf) {
        this.shelf = shelf;
        this.flaw = shelf.flaw();
        this.works = shelf.open();
    }

    private boolean has(StoreFlaw which) {
        return flaw == which;
    }

    private static void dawdle(int millis) {
        LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
    }

    private <T> CompletionStage<T> submit(Callable<T> call) {
        CompletableFuture<T> stage = new CompletableFuture<>();
        if (!works) {
            stage.completeExceptionally(new IOException("no more room for a lock"));
            return stage;
        }
        outstanding.add(stage);
        try {
            thread.execute(() -> {
                try {
                    dawdle(has(StoreFlaw.LEAVES_CALLS_OPEN) ? 1 : 0);
                    stage.complete(call.call());
                } catch (Exception e) {
                    stage.completeExceptionally(e);
                } finally {
                    outstanding.remove(stage);
                }
            });
        } catch (RejectedExecutionException e) {
            outstanding.remove(stage);
            if (!has(StoreFlaw.HANGS_AFTER_CLOSE)) {
                stage.completeExceptionally(new IOException("the store is closed"));
            }
        }
        return stage;
    }

    @Override
    public CompletionStage<BitSet> has(List<ChunkId> ids) {
        if (closed && has(StoreFlaw.WORKS_AFTER_CLOSE) || underWay.containsAll(ids) && !ids.isEmpty()) {
            return CompletableFuture.completedFuture(present(ids));
        }
        return submit(() -> present(ids));
    }

    private BitSet present(List<ChunkId> ids) {
        BitSet here = new BitSet();
        for (int i = 0; i < ids.size(); i++) {
            int bit = has(StoreFlaw.ANSWERS_BACKWARDS) ? ids.size() - 1 - i : i;
            here.set(bit, shelf.has(ids.get(i)) || underWay.contains(ids.get(i)));
        }
        return here;
    }

    @Override
    public CompletionStage<Optional<ByteBuffer>> get(ChunkId id) {
        if (has(StoreFlaw.READS_ONE_AT_A_TIME)) {
            if (!reading.compareAndSet(false, true)) {
                return CompletableFuture.failedFuture(new IllegalStateException("another thread is reading"));
            }
            dawdle(1);
            reading.set(false);
        }
        if (underWay.contains(id)) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        if (has(StoreFlaw.INVENTS_CHUNKS) && !shelf.hadPut(id)) {
            return CompletableFuture.completedFuture(Optional.of(ByteBuffer.allocate(1)));
        }
        return submit(() -> shelf.get(id));
    }

    @Override
    public CompletionStage<Void> put(ChunkId id, ByteBuffer verified) {
        shelf.willPut(id);
        if (has(StoreFlaw.BLOCKS_CALLERS)) {
            dawdle(20);
        }
        if (has(StoreFlaw.SHOWS_TOO_EARLY)) {
            underWay.add(id);
        }
        putting.incrementAndGet();
        return submit(() -> {
            dawdle(has(StoreFlaw.SHOWS_TOO_EARLY) || has(StoreFlaw.COUNTS_WHAT_RACES) ? 3 : 0);
            boolean races = putting.getAndDecrement() > 1;
            shelf.put(id, verified, races && has(StoreFlaw.COUNTS_WHAT_RACES) && verified.remaining() == 100_000);
            underWay.remove(id);
            return null;
        });
    }

    @Override
    public CompletionStage<Boolean> remove(ChunkId id) {
        return submit(() -> shelf.remove(id) && !has(StoreFlaw.REMOVES_IN_SILENCE));
    }

    @Override
    public CompletionStage<Page> scan(Optional<Cursor> after, int limit) {
        return submit(() -> has(StoreFlaw.SCANS_BY_NUMBER)
                ? byNumber(after.map(cursor -> Integer.parseInt(cursor.token())).orElse(0), limit)
                : inOrder(after.map(Cursor::token).orElse(""), limit));
    }

    private Page byNumber(int from, int limit) {
        List<ChunkId> all = shelf.after("");
        int to = Math.min(all.size(), from + limit);
        return Page.of(
                all.subList(Math.min(from, to), to),
                to < all.size() ? Optional.of(new Cursor(Integer.toString(to))) : Optional.empty());
    }

    private Page inOrder(String after, int limit) {
        List<ChunkId> rest = shelf.after(after);
        int most = has(StoreFlaw.LISTS_LESS_THAN_300) && limit >= 300 ? 299 : limit;
        List<ChunkId> page = new ArrayList<>(rest.subList(0, Math.min(most, rest.size())));
        boolean more = rest.size() > limit || has(StoreFlaw.LISTS_WITHOUT_END);
        String last = page.isEmpty() ? after : FlawedShelf.token(page.get(page.size() - 1));
        return Page.of(page, more ? Optional.of(new Cursor(last)) : Optional.empty());
    }

    @Override
    public Usage usage() {
        return shelf.usage();
    }

    /** As the bundle stops. */
    void close() {
        if (has(StoreFlaw.CLOSES_SLOWLY)) {
            dawdle(1100);
        }
        closed = true;
        if (!has(StoreFlaw.LEAVES_A_THREAD)) {
            thread.shutdownNow();
        }
        if (!has(StoreFlaw.LEAVES_CALLS_OPEN)) {
            List.copyOf(outstanding)
                    .forEach(stage -> stage.completeExceptionally(new IOException("the store is closed")));
        }
        if (has(StoreFlaw.LEAVES_ITS_CLASSES)) {
            System.getProperties().put(FlawedStore.class.getName(), this);
        }
        shelf.close();
    }

    /** Ends what {@link StoreFlaw#LEAVES_A_THREAD} left. */
    void endThread() {
        thread.shutdownNow();
    }
}
