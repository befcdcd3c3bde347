// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.store;

/** What a store keeps. */
public final class Usage {

    private final long chunks;
    private final long bytes;

    private Usage(long chunks, long bytes) {
        this.chunks = chunks;
        this.bytes = bytes;
    }

    /**
     * Makes one.
     *
     * @param chunks number of chunks
     * @param bytes their lengths together
     * @return the usage
     */
    public static Usage of(long chunks, long bytes) {
        return new Usage(chunks, bytes);
    }

    /** {@return number of chunks} */
    public long chunks() {
        return chunks;
    }

    /** {@return their lengths together, in bytes} */
    public long bytes() {
        return bytes;
    }
}
