// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.bytes;

import java.util.HexFormat;

/** Hexadecimal text in lower case. */
public final class Hex {

    private Hex() {}

    /** Two digits per byte. */
    public static String encode(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /**
     * The bytes of pairs of digits, in either case.
     *
     * @throws IllegalArgumentException if the length is odd or a character is no digit
     */
    public static byte[] decode(String text) {
        return HexFormat.of().parseHex(text);
    }
}
