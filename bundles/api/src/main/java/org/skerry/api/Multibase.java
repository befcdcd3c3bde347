// SPDX-License-Identifier: Apache-2.0
package org.skerry.api;

import java.math.BigInteger;

/** The two text encodings that ids use: base32 (RFC 4648, lower case, unpadded) and base58btc. */
final class Multibase {

    private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
    private static final String BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final BigInteger RADIX_58 = BigInteger.valueOf(58);

    private Multibase() {}

    static String base32(byte[] bytes) {
        StringBuilder out = new StringBuilder((bytes.length * 8 + 4) / 5);
        int buffer = 0;
        int bits = 0;
        for (byte value : bytes) {
            buffer = (buffer << 8 | value & 0xff) & 0xffff;
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                out.append(BASE32.charAt(buffer >>> bits & 31));
            }
        }
        if (bits > 0) {
            out.append(BASE32.charAt(buffer << 5 - bits & 31));
        }
        return out.toString();
    }

    /** Decodes; the unused low bits of the last character must be zero, so that each value has one text. */
    static byte[] fromBase32(String text) {
        byte[] out = new byte[text.length() * 5 / 8];
        int buffer = 0;
        int bits = 0;
        int at = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = BASE32.indexOf(text.charAt(i));
            if (digit < 0) {
                throw new IllegalArgumentException("character '" + text.charAt(i) + "' is not base32");
            }
            buffer = (buffer << 5 | digit) & 0xffff;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                out[at++] = (byte) (buffer >>> bits);
            }
        }
        if (bits >= 5 || (buffer & (1 << bits) - 1) != 0) {
            throw new IllegalArgumentException("the last character carries stray bits");
        }
        return out;
    }

    static String base58(byte[] bytes) {
        StringBuilder out = new StringBuilder();
        BigInteger value = new BigInteger(1, bytes);
        while (value.signum() > 0) {
            BigInteger[] parts = value.divideAndRemainder(RADIX_58);
            out.append(BASE58.charAt(parts[1].intValue()));
            value = parts[0];
        }
        for (int i = 0; i < bytes.length && bytes[i] == 0; i++) {
            out.append('1');
        }
        return out.reverse().toString();
    }

    static byte[] fromBase58(String text) {
        BigInteger value = BigInteger.ZERO;
        int zeros = 0;
        boolean leading = true;
        for (int i = 0; i < text.length(); i++) {
            int digit = BASE58.indexOf(text.charAt(i));
            if (digit < 0) {
                throw new IllegalArgumentException("character '" + text.charAt(i) + "' is not base58");
            }
            leading &= digit == 0;
            zeros += leading ? 1 : 0;
            value = value.multiply(RADIX_58).add(BigInteger.valueOf(digit));
        }
        byte[] magnitude = value.signum() == 0 ? new byte[0] : value.toByteArray();
        int skip = magnitude.length > 0 && magnitude[0] == 0 ? 1 : 0;
        byte[] out = new byte[zeros + magnitude.length - skip];
        System.arraycopy(magnitude, skip, out, zeros, magnitude.length - skip);
        return out;
    }
}
