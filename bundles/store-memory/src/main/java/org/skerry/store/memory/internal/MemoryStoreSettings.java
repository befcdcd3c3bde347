// SPDX-License-Identifier: Apache-2.0
package org.skerry.store.memory.internal;

/**
 * The configuration, checked.
 *
 * @param maxBytes what the chunks may take together
 * @param threads that copy and hash
 * @param maxQueued calls that wait for a thread at most
 */
record MemoryStoreSettings(long maxBytes, int threads, int maxQueued) {

    static final String PID = "org.skerry.store.memory";
    private static final long LEAST_BYTES = 1L << 20;
    private static final long MOST_BYTES = 1L << 40;

    MemoryStoreSettings {
        require("max.bytes", maxBytes, LEAST_BYTES, MOST_BYTES);
        require("threads", threads, 1, 16);
        require("max.queued", maxQueued, 1, 65536);
    }

    static MemoryStoreSettings of(MemoryStoreConfiguration configuration) {
        return new MemoryStoreSettings(configuration.max_bytes(), configuration.threads(), configuration.max_queued());
    }

    private static void require(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    PID + ": " + key + " must be between " + least + " and " + most + ", is " + value);
        }
    }
}
