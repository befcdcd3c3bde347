// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps some channels open for the next use, the least recently used goes first. A channel in use is never closed under
 * its user. Thread-safe.
 *
 * @param <K> names a file
 */
public final class OpenFiles<K> implements Closeable {

    private final int most;
    private final Opener<K> opener;
    private final LinkedHashMap<K, Held> held = new LinkedHashMap<>(16, 0.75f, true);
    private boolean closed;

    /** Opens a file. */
    @FunctionalInterface
    public interface Opener<K> {

        /**
         * Opens.
         *
         * @param key which
         * @return its channel
         * @throws IOException if that fails
         */
        FileChannel open(K key) throws IOException;
    }

    /** Work on a channel. */
    @FunctionalInterface
    public interface Use<T> {

        /**
         * Does it.
         *
         * @param channel open for this call
         * @return any result
         * @throws IOException if that fails
         */
        T with(FileChannel channel) throws IOException;
    }

    private static final class Held {
        final FileChannel channel;
        int users;
        boolean dropped;
        boolean usedLately = true;

        Held(FileChannel channel) {
            this.channel = channel;
        }
    }

    /**
     * No file is open yet.
     *
     * @param most channels kept open that no one uses
     * @param opener opens
     */
    public OpenFiles(int most, Opener<K> opener) {
        this.most = most;
        this.opener = opener;
    }

    /**
     * Uses a file.
     *
     * @param key which
     * @param use what to do
     * @return what that returned
     * @throws IOException if it cannot be opened, or what that threw
     */
    public <T> T use(K key, Use<T> use) throws IOException {
        Held it = take(key);
        try {
            return use.with(it.channel);
        } finally {
            give(it);
        }
    }

    private Held take(K key) throws IOException {
        synchronized (held) {
            Held it = held.get(key);
            if (it != null && it.channel.isOpen()) {
                it.users++;
                it.usedLately = true;
                return it;
            }
        }
        Held fresh = new Held(opener.open(key));
        fresh.users = 1;
        synchronized (held) {
            if (closed) {
                fresh.dropped = true;
                return fresh;
            }
            Held old = held.put(key, fresh);
            if (old != null) {
                drop(old);
            }
            shrink();
        }
        return fresh;
    }

    private void give(Held it) throws IOException {
        synchronized (held) {
            if (--it.users == 0 && it.dropped) {
                it.channel.close();
            }
        }
    }

    private void shrink() throws IOException {
        Iterator<Held> eldest = held.values().iterator();
        while (held.size() > most && eldest.hasNext()) {
            Held it = eldest.next();
            eldest.remove();
            drop(it);
        }
    }

    private void drop(Held it) throws IOException {
        it.dropped = true;
        if (it.users == 0) {
            it.channel.close();
        }
    }

    /**
     * Closes a file as soon as no one uses it; the next use opens it again.
     *
     * @param key which
     * @throws IOException if closing fails
     */
    public void evict(K key) throws IOException {
        synchronized (held) {
            @Nullable Held it = held.remove(key);
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
            Iterator<Map.Entry<K, Held>> all = held.entrySet().iterator();
            while (all.hasNext()) {
                Held it = all.next().getValue();
                if (!it.usedLately && it.users == 0) {
                    all.remove();
                    drop(it);
                }
                it.usedLately = false;
            }
        }
    }

    /** {@return number of channels kept} */
    public int size() {
        synchronized (held) {
            return held.size();
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (held) {
            closed = true;
            for (Held it : held.values()) {
                drop(it);
            }
            held.clear();
        }
    }
}
