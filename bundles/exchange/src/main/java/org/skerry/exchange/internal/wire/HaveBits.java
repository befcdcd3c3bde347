// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.wire;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/**
 * Which entries of an index page are at hand.
 *
 * @param form how it is said
 * @param slots bit i stands for entry i; empty for {@link Form#ALL} and {@link Form#NONE}
 */
public record HaveBits(Form form, BitSet slots) {

    /** How it is said on the wire. */
    public enum Form implements Numbered {
        /** All of the page, and of all pages below it. */
        ALL(0),
        /** Nothing. */
        NONE(1),
        /** Runs of entries. */
        RUNS(2),
        /** A bit per entry. */
        BITMAP(3);

        private final int number;

        Form(int number) {
            this.number = number;
        }

        @Override
        public int number() {
            return number;
        }
    }

    /** All of a page and of what is below it. */
    public static final HaveBits ALL = new HaveBits(Form.ALL, new BitSet());

    /** Nothing of a page. */
    public static final HaveBits NONE = new HaveBits(Form.NONE, new BitSet());

    private static final int MAX_RUNS = Limits.PAGE_SLOTS / 2;

    /**
     * Some entries of a page, in the shorter form.
     *
     * @param slots bit i stands for entry i; not changed afterwards
     * @return {@link #NONE} if no bit is set
     */
    public static HaveBits of(BitSet slots) {
        if (slots.isEmpty()) {
            return NONE;
        }
        int runs = 0;
        for (int at = slots.nextSetBit(0); at >= 0; at = slots.nextSetBit(slots.nextClearBit(at))) {
            runs++;
        }
        // A run is two integers of up to three bytes each.
        return new HaveBits(runs * 6 < slots.length() / 8 + 1 ? Form.RUNS : Form.BITMAP, slots);
    }

    /** {@return starts and lengths by turns} */
    long[] runs() {
        long[] out = new long[2 * MAX_RUNS];
        int size = 0;
        int start = slots.nextSetBit(0);
        while (start >= 0) {
            int end = slots.nextClearBit(start);
            out[size++] = start;
            out[size++] = end - start;
            start = slots.nextSetBit(end);
        }
        return Arrays.copyOf(out, size);
    }

    /**
     * Reads runs.
     *
     * @param runs starts and lengths by turns
     * @return empty unless they ascend, leave a gap between each other, and end within a page
     */
    static Optional<HaveBits> ofRuns(long[] runs) {
        if (runs.length == 0 || runs.length % 2 != 0) {
            return Optional.empty();
        }
        BitSet slots = new BitSet();
        long free = 0;
        for (int i = 0; i < runs.length; i += 2) {
            long start = runs[i];
            long length = runs[i + 1];
            if (start < free || length < 1 || start + length > Limits.PAGE_SLOTS) {
                return Optional.empty();
            }
            slots.set((int) start, (int) (start + length));
            free = start + length + 1;
        }
        return Optional.of(new HaveBits(Form.RUNS, slots));
    }

    /**
     * Reads a bitmap.
     *
     * @param bitmap entry i is bit i % 8, counted from the lowest, of byte i / 8
     * @return empty if it is empty, or ends in a byte of zeroes
     */
    static Optional<HaveBits> ofBitmap(byte[] bitmap) {
        if (bitmap.length == 0 || bitmap[bitmap.length - 1] == 0) {
            return Optional.empty();
        }
        return Optional.of(new HaveBits(Form.BITMAP, BitSet.valueOf(bitmap)));
    }
}
