// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.transfer;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.skerry.base.loop.Loop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chunks that came for the stores of this node and found their disk full. They wait here, so that they need not be fetched again
 * once someone has made room; what is more than a part of what may wait for any disk is dropped, so that what goes to others goes
 * on. The first is tried now and then, and the next one once it is kept. Confined to the loop.
 */
public final class FullStores {

    private static final Logger LOG = LoggerFactory.getLogger(FullStores.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    /** A chunk that found no room. */
    interface Waiting {

        /** {@return what it belongs to} */
        Object owner();

        /** {@return its length} */
        int bytes();

        /** Is to be tried once more. */
        void again();

        /** Does not wait any more. */
        void drop();
    }

    private final Loop loop;
    private final long mostBytes;
    private final Troubles troubles;
    private final Runnable changed;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private long bytes;
    private String why = "";
    /** The first of {@link #waiting} while it is tried. */
    private @Nullable Waiting tried;

    private boolean scheduled;

    /**
     * Nothing waits.
     *
     * @param loop has the time
     * @param mostBytes that may wait here; the first may have more
     * @param troubles hears of it as long as anything waits
     * @param changed called when that begins and when it ends
     */
    public FullStores(Loop loop, long mostBytes, Troubles troubles, Runnable changed) {
        this.loop = loop;
        this.mostBytes = mostBytes;
        this.troubles = troubles;
        this.changed = changed;
    }

    /** {@return what the stores lack, one line for people; empty if they have room, as far as is known} */
    Optional<String> why() {
        return waiting.isEmpty() ? Optional.empty() : Optional.of(why);
    }

    /**
     * A chunk found no room.
     *
     * @param said by the store, one line
     */
    void full(Waiting chunk, String said) {
        boolean first = waiting.isEmpty();
        if (chunk == tried) {
            tried = null;
        } else if (!first && bytes + chunk.bytes() > mostBytes) {
            chunk.drop();
        } else {
            waiting.add(chunk);
            bytes += chunk.bytes();
        }
        tryLater();
        String now = "the disk of the store is full; make room, and it goes on: " + said;
        if (first || chunk == waiting.peek() && !now.equals(why)) {
            why = now;
            if (first) {
                LOG.warn("{}", why);
            }
            troubles.over(this);
            troubles.has(this, Troubles.Kind.ROOM, why);
            changed.run();
        }
    }

    private void tryLater() {
        if (tried == null && !scheduled) {
            scheduled = true;
            loop.schedule(PAUSE, () -> {
                scheduled = false;
                tryFirst();
            });
        }
    }

    private void tryFirst() {
        if (tried == null && !waiting.isEmpty()) {
            tried = waiting.element();
            tried.again();
        }
    }

    /** A chunk was kept. Chunks differ in length: if it has not waited, that says little of those that do. */
    void kept(Waiting chunk) {
        if (chunk == tried) {
            tried = null;
            waiting.remove();
            bytes -= chunk.bytes();
            if (waiting.isEmpty()) {
                LOG.info("chunks find room again");
            }
            tryFirst();
            endIfEmpty();
        }
    }

    /** Nothing is kept any more for an owner of chunks. */
    void drop(Object owner) {
        if (waiting.isEmpty()) {
            return;
        }
        List<Waiting> dropped =
                waiting.stream().filter(it -> it.owner() == owner).toList();
        waiting.removeIf(it -> it.owner() == owner);
        dropped.forEach(it -> {
            bytes -= it.bytes();
            tried = it == tried ? null : tried;
            it.drop();
        });
        tryLater();
        endIfEmpty();
    }

    private void endIfEmpty() {
        if (waiting.isEmpty()) {
            troubles.over(this);
            changed.run();
        }
    }
}
