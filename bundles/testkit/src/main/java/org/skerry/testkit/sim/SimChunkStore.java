// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.sim;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.skerry.api.ChunkId;
import org.skerry.base.bytes.Bytes;
import org.skerry.spi.store.ChunkStore;
import org.skerry.spi.store.Cursor;
import org.skerry.spi.store.Page;
import org.skerry.spi.store.Usage;

/** Keeps chunks on a disk that outlives its host; each call takes a moment. A scenario can fill it. For one thread. */
public final class SimChunkStore implements ChunkStore {

    private static final long LONGEST_NANOS = 2_000_000;

    private final SimHost host;
    private final SimLoop loop;
    private final Random random;
    private final Disk disk;

    /** What outlives the host. */
    public static final class Disk {

        private final NavigableMap<ChunkId, byte[]> chunks = new TreeMap<>();
        private long room = Long.MAX_VALUE;
        private long bytes;

        /** Lets it take no more than so many bytes from now on. */
        public void room(long most) {
            room = most;
        }
    }

    /** The store of a life of a host. */
    public SimChunkStore(SimHost host, Disk disk) {
        this.host = host;
        this.loop = host.loop("store");
        this.random = host.random("store");
        this.disk = disk;
    }

    private <T> CompletionStage<T> later(Supplier<T> what) {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.schedule(Duration.ofNanos(random.nextLong(LONGEST_NANOS)), () -> {
            try {
                result.complete(what.get());
            } catch (Full e) {
                result.completeExceptionally(new IOException("no space left on " + host.name()));
            }
        });
        return result;
    }

    private static final class Full extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @Override
    public CompletionStage<BitSet> has(List<ChunkId> ids) {
        return later(() -> {
            BitSet here = new BitSet();
            for (int i = 0; i < ids.size(); i++) {
                here.set(i, disk.chunks.containsKey(ids.get(i)));
            }
            return here;
        });
    }

    @Override
    public CompletionStage<Optional<ByteBuffer>> get(ChunkId id) {
        return later(() -> Optional.ofNullable(disk.chunks.get(id)).map(it -> ByteBuffer.wrap(it.clone())));
    }

    @Override
    public CompletionStage<Void> put(ChunkId id, ByteBuffer verified) {
        byte[] copy = Bytes.copyOf(verified);
        return later(() -> {
            if (!disk.chunks.containsKey(id)) {
                if (disk.bytes + copy.length > disk.room) {
                    throw new Full();
                }
                disk.bytes += copy.length;
                disk.chunks.put(id, copy);
            }
            return null;
        });
    }

    @Override
    public CompletionStage<Boolean> remove(ChunkId id) {
        return later(() -> {
            byte[] gone = disk.chunks.remove(id);
            disk.bytes -= gone == null ? 0 : gone.length;
            return gone != null;
        });
    }

    @Override
    public CompletionStage<Page> scan(Optional<Cursor> after, int limit) {
        return later(() -> {
            NavigableMap<ChunkId, byte[]> rest = after.map(
                            cursor -> disk.chunks.tailMap(ChunkId.parse(cursor.token()), false))
                    .orElse(disk.chunks);
            List<ChunkId> ids = rest.keySet().stream().limit(limit).toList();
            boolean more = ids.size() < rest.size();
            return Page.of(
                    ids, more ? Optional.of(new Cursor(ids.get(ids.size() - 1).toString())) : Optional.empty());
        });
    }

    @Override
    public Usage usage() {
        return Usage.of(disk.chunks.size(), disk.bytes);
    }
}
