// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.cbor;

import java.io.OutputStream;
import java.util.Arrays;

/** Compares what is written to it with given bytes, in place of keeping it. */
final class MatchingOutput extends OutputStream {

    private final byte[] expected;
    private final int start;
    private final int end;
    private int at;
    private boolean same = true;

    MatchingOutput(byte[] expected, int offset, int length) {
        this.expected = expected;
        this.start = offset;
        this.end = offset + length;
        this.at = offset;
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (!same) {
            return;
        }
        int comparable = Math.min(length, end - at);
        int mismatch = Arrays.mismatch(expected, at, at + comparable, bytes, offset, offset + comparable);
        if (mismatch >= 0 || comparable < length) {
            same = false;
            at += mismatch >= 0 ? mismatch : comparable;
        } else {
            at += length;
        }
    }

    /** Whether exactly the expected bytes were written. */
    boolean matchedAll() {
        return same && at == end;
    }

    /** Number of bytes up to the first difference. */
    int matched() {
        return at - start;
    }
}
