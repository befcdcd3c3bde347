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
    private static final long LEAST_BYTES = 1 << 20;

    MemoryStoreSettings {
        require("maxBytes", maxBytes, LEAST_BYTES, Long.MAX_VALUE);
        require("threads", threads, 1, 16);
        require("maxQueued", maxQueued, 1, 65536);
    }

    static MemoryStoreSettings of(MemoryStoreConfiguration configuration) {
        return new MemoryStoreSettings(configuration.maxBytes(), configuration.threads(), configuration.maxQueued());
    }

    private static void require(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    PID + ": " + key + " must be between " + least + " and " + most + ", is " + value);
        }
    }
}
