// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.sim;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.skerry.api.ChunkId;
import org.skerry.base.bytes.Bytes;
import org.skerry.spi.store.ChunkStore;
import org.skerry.spi.store.Cursor;
import org.skerry.spi.store.Page;
import org.skerry.spi.store.Usage;

/**
 * Keeps chunks on a disk that outlives its host; each call takes a moment. A scenario can fill the disk, let it fail, and take its
 * power, as of a {@link org.skerry.testkit.disk.FaultyDisk}. For one thread.
 */
public final class SimChunkStore implements ChunkStore {

    private static final long LONGEST_NANOS = 2_000_000;
    private static final long WRITTEN_AFTER_NANOS = 30_000_000_000L;

    private final SimHost host;
    private final SimLoop loop;
    private final Random random;
    private final Disk disk;

    /** What outlives the host. */
    public static final class Disk {

        private final NavigableMap<ChunkId, byte[]> chunks = new TreeMap<>();
        private final Map<ChunkId, Long> unforced = new LinkedHashMap<>();
        private final Set<ChunkId> torn = new HashSet<>();
        private BooleanSupplier trouble = () -> false;
        private long room = Long.MAX_VALUE;
        private long bytes;

        /** Lets it take no more than so many bytes from now on. */
        public void room(long most) {
            room = most;
        }

        /** {@return bytes of all chunks} */
        public long used() {
            return bytes;
        }

        /** Lets calls that read or write a chunk fail from now on. @param when asked at each call */
        public void trouble(BooleanSupplier when) {
            trouble = when;
        }

        /**
         * The power goes and comes back. A chunk that was put less than 30 s ago, which is when Linux writes what no one has forced,
         * is there, or not, or there and torn: then it is dropped when it is read.
         *
         * @param now virtual time in nanoseconds
         * @param random decides
         */
        public void losePower(long now, Random random) {
            unforced.forEach((id, since) -> {
                boolean there = now - since > WRITTEN_AFTER_NANOS || !chunks.containsKey(id);
                int left = there ? 0 : random.nextInt(3);
                if (left == 1) {
                    remove(id);
                } else if (left == 2) {
                    torn.add(id);
                }
            });
            unforced.clear();
        }

        private boolean remove(ChunkId id) {
            byte[] gone = chunks.remove(id);
            bytes -= gone == null ? 0 : gone.length;
            torn.remove(id);
            return gone != null;
        }

        private void put(ChunkId id, byte[] chunk, long now) {
            chunks.put(id, chunk);
            bytes += chunk.length;
            unforced.put(id, now);
        }

        private Optional<ByteBuffer> get(ChunkId id) {
            if (torn.contains(id)) {
                remove(id);
            }
            return Optional.ofNullable(chunks.get(id)).map(it -> ByteBuffer.wrap(it.clone()));
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
            } catch (Refused e) {
                result.completeExceptionally(new IOException(e.getMessage()));
            }
        });
        return result;
    }

    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refused(String why) {
            super(why);
        }
    }

    private void touch() {
        if (disk.trouble.getAsBoolean()) {
            throw new Refused("Input/output error");
        }
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
        return later(() -> {
            touch();
            return disk.get(id);
        });
    }

    @Override
    public CompletionStage<Void> put(ChunkId id, ByteBuffer verified) {
        byte[] copy = Bytes.copyOf(verified);
        if (!ChunkId.ofChunk(ByteBuffer.wrap(copy)).equals(id)) {
            throw new AssertionError(host.name() + " stores a wrong chunk for " + id.shortText());
        }
        return later(() -> {
            touch();
            if (disk.torn.contains(id)) {
                disk.remove(id); // looked at, as a store does before it believes a name
            }
            if (!disk.chunks.containsKey(id)) {
                if (disk.bytes + copy.length > disk.room) {
                    throw new Refused("No space left on device");
                }
                disk.put(id, copy, host.simulation().nanoTime());
            }
            return null;
        });
    }

    @Override
    public CompletionStage<Boolean> remove(ChunkId id) {
        return later(() -> {
            touch();
            return disk.remove(id);
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
