// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.broken;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.skerry.api.ChunkId;
import org.skerry.spi.store.Usage;

/** The disk of a {@link FlawedStore}, which outlives it. Thread-safe. */
final class FlawedShelf {

    private final StoreFlaw flaw;
    private final TreeMap<String, byte[]> chunks = new TreeMap<>();
    private final Map<String, ChunkId> ids = new HashMap<>();
    private final Set<String> wrong = new HashSet<>();
    private final Set<String> again = new HashSet<>();
    private final Map<ChunkId, byte[]> removed = new HashMap<>();
    private final Set<ChunkId> everPut = new HashSet<>();
    private int opened;
    private long counted;

    FlawedShelf(StoreFlaw flaw) {
        this.flaw = flaw;
    }

    StoreFlaw flaw() {
        return flaw;
    }

    static String token(ChunkId id) {
        return id.toString();
    }

    /** @return whether a store may use it */
    synchronized boolean open() {
        return ++opened <= 10 || flaw != StoreFlaw.OPENS_TEN_TIMES_ONLY;
    }

    synchronized void close() {
        if (flaw == StoreFlaw.FORGETS_REMOVALS) {
            removed.forEach(this::keep);
        }
        if (flaw == StoreFlaw.FORGETS_CHUNKS) {
            chunks.clear();
        }
    }

    synchronized void willPut(ChunkId id) {
        everPut.add(id);
    }

    synchronized boolean hadPut(ChunkId id) {
        return everPut.contains(id);
    }

    synchronized boolean has(ChunkId id) {
        return chunks.containsKey(token(id));
    }

    synchronized Optional<ByteBuffer> get(ChunkId id) {
        byte[] kept = chunks.get(token(id));
        if (kept == null) {
            return Optional.empty();
        }
        if (!ChunkId.ofChunk(ByteBuffer.wrap(kept)).equals(id) && !trusts(id)) {
            if (flaw != StoreFlaw.KEEPS_WHAT_IS_DAMAGED || wrong.contains(token(id))) {
                remove(id);
            }
            return Optional.empty();
        }
        return Optional.of(ByteBuffer.wrap(flaw == StoreFlaw.GIVES_ITS_OWN_ARRAY ? kept : kept.clone()));
    }

    private boolean trusts(ChunkId id) {
        return flaw == (wrong.contains(token(id)) ? StoreFlaw.TRUSTS_WHAT_WAS_PUT : StoreFlaw.RETURNS_WHAT_IS_DAMAGED);
    }

    synchronized void put(ChunkId id, ByteBuffer chunk, boolean countTwice) {
        if (chunk.remaining() == 1 && flaw == StoreFlaw.DROPS_SHORT_CHUNKS) {
            return;
        }
        if (chunks.containsKey(token(id))) {
            again.add(token(id));
        } else {
            byte[] kept = bytesOf(chunk);
            if (!ChunkId.ofChunk(ByteBuffer.wrap(kept)).equals(id)) {
                wrong.add(token(id));
            }
            keep(id, kept);
        }
        if (countTwice) {
            counted += chunk.remaining();
        }
    }

    private byte[] bytesOf(ByteBuffer chunk) {
        if (chunk.hasArray() && flaw == StoreFlaw.KEEPS_THE_CALLERS_ARRAY && chunk.array().length == 3000) {
            return chunk.array();
        }
        if (chunk.hasArray() && flaw == StoreFlaw.TAKES_THE_WHOLE_ARRAY) {
            return chunk.array().clone();
        }
        byte[] bytes = new byte[chunk.remaining()];
        chunk.duplicate().get(bytes);
        return bytes;
    }

    private void keep(ChunkId id, byte[] kept) {
        chunks.put(token(id), kept);
        ids.put(token(id), id);
    }

    synchronized boolean remove(ChunkId id) {
        byte[] gone = chunks.remove(token(id));
        if (gone != null) {
            removed.put(id, gone);
        }
        return gone != null;
    }

    /** {@return the chunks behind a token, in order} */
    synchronized List<ChunkId> after(String token) {
        List<ChunkId> rest = new ArrayList<>();
        for (String next : chunks.tailMap(token, false).keySet()) {
            rest.add(ids.get(next));
            if (again.contains(next) && flaw == StoreFlaw.LISTS_TWICE) {
                rest.add(ids.get(next));
            }
        }
        return rest;
    }

    synchronized Usage usage() {
        long bytes = chunks.values().stream().mapToLong(kept -> kept.length).sum();
        return Usage.of(chunks.size(), bytes + counted);
    }

    synchronized void damage(ChunkId id, boolean cut) {
        byte[] kept = chunks.get(token(id)).clone();
        kept[kept.length / 3] ^= 1;
        chunks.put(token(id), cut ? Arrays.copyOf(kept, kept.length / 2) : kept);
    }
}
