// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.chunk;

/**
 * Finds cut points by content: FastCDC in its 2020 variant, which rolls two bytes at a step (Xia et al., "The Design of
 * Fast Content-Defined Chunking for Data Deduplication Based Storage Systems", IEEE TPDS 2020). Immutable and
 * thread-safe.
 */
public final class FastCdc {

    /** Entries of a gear table. */
    public static final int GEAR_ENTRIES = 256;

    private final long[] gear;
    private final long[] gearShifted = new long[GEAR_ENTRIES];

    /**
     * Takes a table.
     *
     * @param gear 256 random numbers, one per byte value; kept
     */
    public FastCdc(long[] gear) {
        if (gear.length != GEAR_ENTRIES) {
            throw new IllegalArgumentException("a gear table has 256 entries, not " + gear.length);
        }
        this.gear = gear;
        for (int i = 0; i < GEAR_ENTRIES; i++) {
            gearShifted[i] = gear[i] << 1;
        }
    }

    /**
     * Where the first chunk ends.
     *
     * @param length of the chunk in bytes
     * @param hash the rolling hash at its end, 0 for a chunk too short to look into
     */
    public record Cut(int length, long hash) {}

    /**
     * Cuts off one chunk.
     *
     * @param source holds the data
     * @param from where the chunk begins
     * @param available bytes from there; fewer than the rule's maximum only at the end of the file
     * @param rule lengths
     * @return the cut
     */
    public Cut next(byte[] source, int from, int available, CutRule rule) {
        if (available <= rule.min()) {
            return new Cut(available, 0);
        }
        int end = Math.min(available, rule.max());
        int centre = Math.min(rule.average(), end);
        // The window starts at an even place and goes on in pairs; an odd last byte is never looked at.
        int start = rule.min() & ~1;
        int middle = centre & ~1;
        long hash = 0;
        int at = start;
        long mask = rule.maskBefore();
        int limit = middle;
        while (true) {
            long shiftedMask = mask << 1;
            for (; at < limit; at += 2) {
                hash = (hash << 2) + gearShifted[source[from + at] & 0xff];
                if ((hash & shiftedMask) == 0) {
                    return new Cut(at, hash);
                }
                hash += gear[source[from + at + 1] & 0xff];
                if ((hash & mask) == 0) {
                    return new Cut(at + 1, hash);
                }
            }
            if (limit == (end & ~1)) {
                return new Cut(end, hash);
            }
            mask = rule.maskAfter();
            limit = end & ~1;
        }
    }
}
