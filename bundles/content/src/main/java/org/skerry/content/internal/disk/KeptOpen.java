// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.Channel;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps some files or folders open for the next use, the least recently used goes first. What is in use is never closed under
 * its user. Thread-safe.
 *
 * @param <K> names a file or folder
 * @param <R> what it is once it is open
 */
public final class KeptOpen<K, R extends Closeable> implements Closeable {

    private final int most;
    private final Opener<K, R> opener;
    private final LinkedHashMap<K, Held<R>> held = new LinkedHashMap<>(16, 0.75f, true);
    private boolean closed;

    /** Opens a file or folder. */
    @FunctionalInterface
    public interface Opener<K, R> {

        /**
         * Opens.
         *
         * @param key which
         * @return the open one
         * @throws IOException if that fails
         */
        R open(K key) throws IOException;
    }

    /** Work on what is open. */
    @FunctionalInterface
    public interface Use<R, T> {

        /**
         * Does it.
         *
         * @param open for this call
         * @return any result
         * @throws IOException if that fails
         */
        T with(R open) throws IOException;
    }

    private static final class Held<R> {
        final R open;
        int users;
        boolean dropped;
        boolean usedLately = true;

        Held(R open) {
            this.open = open;
        }

        /** A thread that is interrupted closes the channel that it uses. */
        boolean isUsable() {
            return !(open instanceof Channel channel) || channel.isOpen();
        }
    }

    /**
     * No file is open yet.
     *
     * @param most kept open that no one uses
     * @param opener opens
     */
    public KeptOpen(int most, Opener<K, R> opener) {
        this.most = most;
        this.opener = opener;
    }

    /**
     * Uses a file or folder.
     *
     * @param key which
     * @param use what to do
     * @return what that returned
     * @throws IOException if it cannot be opened, or what that threw
     */
    public <T> T use(K key, Use<R, T> use) throws IOException {
        Held<R> it = take(key);
        try {
            return use.with(it.open);
        } finally {
            give(it);
        }
    }

    private Held<R> take(K key) throws IOException {
        synchronized (held) {
            Held<R> it = held.get(key);
            if (it != null && it.isUsable()) {
                it.users++;
                it.usedLately = true;
                return it;
            }
        }
        Held<R> fresh = new Held<>(opener.open(key));
        fresh.users = 1;
        synchronized (held) {
            if (closed) {
                fresh.dropped = true;
                return fresh;
            }
            Held<R> old = held.put(key, fresh);
            if (old != null) {
                drop(old);
            }
            shrink();
        }
        return fresh;
    }

    private void give(Held<R> it) throws IOException {
        synchronized (held) {
            if (--it.users == 0 && it.dropped) {
                it.open.close();
            }
        }
    }

    private void shrink() throws IOException {
        Iterator<Held<R>> eldest = held.values().iterator();
        while (held.size() > most && eldest.hasNext()) {
            Held<R> it = eldest.next();
            eldest.remove();
            drop(it);
        }
    }

    private void drop(Held<R> it) throws IOException {
        it.dropped = true;
        if (it.users == 0) {
            it.open.close();
        }
    }

    /**
     * Closes one as soon as no one uses it; the next use opens it again.
     *
     * @param key which
     * @throws IOException if closing fails
     */
    public void evict(K key) throws IOException {
        synchronized (held) {
            @Nullable Held<R> it = held.remove(key);
            if (it != null) {
                drop(it);
            }
        }
    }

    /**
     * Closes what was not used since the last sweep.
     *
     * @throws IOException if closing fails
     */
    public void sweep() throws IOException {
        synchronized (held) {
            Iterator<Map.Entry<K, Held<R>>> all = held.entrySet().iterator();
            while (all.hasNext()) {
                Held<R> it = all.next().getValue();
                if (!it.usedLately && it.users == 0) {
                    all.remove();
                    drop(it);
                }
                it.usedLately = false;
            }
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (held) {
            closed = true;
            for (Held<R> it : held.values()) {
                drop(it);
            }
            held.clear();
        }
    }
}
