// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.chunk;

import java.util.ArrayDeque;

/** Ciphers of one share for reuse by whichever thread needs one. Thread-safe; never blocks. */
public final class CipherPool {

    private static final int MAX_KEPT = 16;

    private final ShareKeys keys;
    private final ArrayDeque<ChunkCipher> kept = new ArrayDeque<>();

    /**
     * A pool for a share.
     *
     * @param keys of the share
     */
    public CipherPool(ShareKeys keys) {
        this.keys = keys;
    }

    /** {@return the keys of the share} */
    public ShareKeys keys() {
        return keys;
    }

    /** Work to be done with a cipher. */
    @FunctionalInterface
    public interface Use<T, E extends Exception> {

        /**
         * Does it.
         *
         * @param cipher for this call only
         * @return any result
         * @throws E as the caller allows
         */
        T with(ChunkCipher cipher) throws E;
    }

    /**
     * Lends a cipher.
     *
     * @param use what to do with it
     * @return what that returned
     * @throws E what that threw
     */
    public <T, E extends Exception> T use(Use<T, E> use) throws E {
        ChunkCipher cipher = take();
        try {
            return use.with(cipher);
        } finally {
            give(cipher);
        }
    }

    private ChunkCipher take() {
        synchronized (kept) {
            ChunkCipher cipher = kept.pollLast();
            if (cipher != null) {
                return cipher;
            }
        }
        return new ChunkCipher(keys);
    }

    private void give(ChunkCipher cipher) {
        synchronized (kept) {
            if (kept.size() < MAX_KEPT) {
                kept.addLast(cipher);
            }
        }
    }
}
