// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.chunk;

/**
 * How long chunks get.
 *
 * @param min shortest chunk in bytes, but for the last of a file
 * @param average the length aimed at, in bytes
 * @param max longest chunk in bytes
 * @param maskBefore bits of the rolling hash that must be zero for a cut before the average
 * @param maskAfter the same after it: fewer bits, so that lengths gather around the average
 */
public record CutRule(int min, int average, int max, long maskBefore, long maskAfter) {

    /** Average for files of up to 2 GiB, in bytes. */
    public static final int SMALL_AVERAGE = 32 << 10;

    /** Average for files of up to 64 GiB, in bytes. */
    public static final int MEDIUM_AVERAGE = 64 << 10;

    /** Average for all larger files, in bytes. */
    public static final int LARGE_AVERAGE = 256 << 10;

    private static final long SMALL_LIMIT = 2L << 30;
    private static final long MEDIUM_LIMIT = 64L << 30;
    private static final int FIRST_MASK_BITS = 14;

    /** How many bits the masks before and after the average differ from the average's own, each way. */
    private static final int NORMALISATION = 1;

    /** Masks of the 2020 variant for averages of 2^14 to 2^20 bytes, as published with its vectors. */
    private static final long[] MASKS = {
        0x0000d90313530000L,
        0x0000d90f03530000L,
        0x0000d90303537000L,
        0x0000d90703537000L,
        0x0000d90707537000L,
        0x0000d91707537000L,
        0x0000d91747537000L
    };

    /**
     * The rule of the manifest format.
     *
     * @param average one of the three averages
     * @return minimum a quarter, maximum four times that, but never more than a chunk may hold
     * @throws IllegalArgumentException for another average
     */
    public static CutRule ofAverage(int average) {
        if (!isAverage(average)) {
            throw new IllegalArgumentException("no such average: " + average);
        }
        int bits = Integer.numberOfTrailingZeros(average);
        int max = Math.min(average * 4, ChunkCipher.MAX_PLAIN);
        return new CutRule(average / 4, average, max, mask(bits + NORMALISATION), mask(bits - NORMALISATION));
    }

    static long mask(int bits) {
        return MASKS[bits - FIRST_MASK_BITS];
    }

    /**
     * Whether a file may be cut with this average.
     *
     * @param average in bytes
     * @return true for the three of the format
     */
    public static boolean isAverage(long average) {
        return average == SMALL_AVERAGE || average == MEDIUM_AVERAGE || average == LARGE_AVERAGE;
    }

    /**
     * The average for a file that has none yet.
     *
     * @param size its size in bytes
     * @return the average in bytes
     */
    public static int averageFor(long size) {
        if (size <= SMALL_LIMIT) {
            return SMALL_AVERAGE;
        }
        return size <= MEDIUM_LIMIT ? MEDIUM_AVERAGE : LARGE_AVERAGE;
    }
}
