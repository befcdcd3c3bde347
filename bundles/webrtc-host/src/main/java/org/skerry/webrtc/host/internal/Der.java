// SPDX-License-Identifier: Apache-2.0
package org.skerry.webrtc.host.internal;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * Sees to it that bytes are DER (X.690, section 10.1: lengths in the shortest form) and not BER only, which the JDK reads as
 * well, but BoringSSL does not.
 */
final class Der {

    private static final int CONSTRUCTED = 0x20;
    private static final int LONG_TAG = 0x1F;
    private static final int MOST_DEPTH = 32;

    private Der() {}

    /** @throws IllegalArgumentException if they are not one value in DER */
    static void check(byte[] bytes) {
        try {
            ByteBuffer all = ByteBuffer.wrap(bytes);
            value(all, 0);
            if (all.hasRemaining()) {
                throw new IllegalArgumentException("a certificate with " + all.remaining() + " bytes too many");
            }
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("a truncated certificate", e);
        }
    }

    private static void value(ByteBuffer from, int depth) {
        int tag = Byte.toUnsignedInt(from.get());
        int length = length(from);
        if ((tag & LONG_TAG) == LONG_TAG || depth > MOST_DEPTH || length > from.remaining()) {
            throw new IllegalArgumentException("a certificate that is no DER");
        }
        ByteBuffer content = from.slice(from.position(), length);
        from.position(from.position() + length);
        while ((tag & CONSTRUCTED) != 0 && content.hasRemaining()) {
            value(content, depth + 1);
        }
    }

    private static int length(ByteBuffer from) {
        int first = Byte.toUnsignedInt(from.get());
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = first & 0x7F; i > 0; i--) {
            length = length << 8 | Byte.toUnsignedInt(from.get());
        }
        int shortest = length < 0x80 ? 0 : length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
        if ((first & 0x7F) != shortest) {
            throw new IllegalArgumentException("a certificate in BER, with a length that is not in its shortest form");
        }
        return length;
    }
}
