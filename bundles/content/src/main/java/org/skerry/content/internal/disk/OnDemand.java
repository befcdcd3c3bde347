// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.disk;

import java.io.Closeable;
import java.io.IOException;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/**
 * State on disk that is opened when it is needed, once at a time, and closed when it was not for a while. After a failure it
 * is opened anew. What is in use is never closed under its user. Thread-safe; whoever comes while it is opened waits.
 *
 * @param <R> what it is once it is open
 */
public final class OnDemand<R extends Closeable> implements Closeable {

    private final Opener<R> opener;
    private @Nullable R open;
    private int users;
    private boolean usedLately;
    private boolean failed;
    private boolean closed;

    /** Opens it. */
    @FunctionalInterface
    public interface Opener<R> {

        /** {@return the open one} */
        R open() throws IOException;
    }

    /** It is not open yet. */
    public OnDemand(Opener<R> opener) {
        this.opener = opener;
    }

    /**
     * Uses it.
     *
     * @param use what to do
     * @return what that returned
     * @throws IOException if it cannot be opened or was closed for good, or what that threw
     */
    public <T> T use(KeptOpen.Use<R, T> use) throws IOException {
        R it = take();
        boolean done = false;
        try {
            T result = use.with(it);
            done = true;
            return result;
        } finally {
            give(!done);
        }
    }

    private synchronized R take() throws IOException {
        if (closed) {
            throw new IOException("it was closed");
        }
        R it = open;
        if (it == null) {
            it = opener.open();
            open = it;
        }
        users++;
        usedLately = true;
        return it;
    }

    private synchronized void give(boolean hasFailed) throws IOException {
        users--;
        failed |= hasFailed;
        if (failed || closed) {
            closeUnused();
        }
        notifyAll();
    }

    private void closeUnused() throws IOException {
        R it = open;
        if (users == 0 && it != null) {
            open = null;
            failed = false;
            try {
                it.close();
            } catch (MVStoreException e) {
                throw new IOException(e);
            }
        }
    }

    /**
     * Closes it if it was not used since the last sweep.
     *
     * @throws IOException if closing fails
     */
    public synchronized void sweep() throws IOException {
        if (!usedLately) {
            closeUnused();
        }
        usedLately = false;
    }

    /** Closes it for good; waits until no one uses it. Not to be called by a user. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        boolean interrupted = false;
        while (users > 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        closeUnused();
    }
}
