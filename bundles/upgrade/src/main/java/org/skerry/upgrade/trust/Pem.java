// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.trust;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Text form of a key (RFC 7468): one block, and nothing but white space around it. */
final class Pem {

    static final String PUBLIC = "PUBLIC KEY";
    static final String SECRET = "PRIVATE KEY";

    private static final int LINE = 64;
    private static final byte[] LINE_END = {'\n'};

    private Pem() {}

    static String encode(String label, byte[] der) {
        String body = new String(Base64.getMimeEncoder(LINE, LINE_END).encode(der), StandardCharsets.US_ASCII);
        return begin(label) + "\n" + body + "\n" + end(label) + "\n";
    }

    /** What the block holds; empty if the text is anything but one block of that label. */
    static Optional<byte[]> decode(String label, String text) {
        String block = text.strip();
        if (!block.startsWith(begin(label)) || !block.endsWith(end(label))) {
            return Optional.empty();
        }
        String body = block.substring(
                begin(label).length(), block.length() - end(label).length());
        try {
            return Optional.of(Base64.getDecoder().decode(body.replaceAll("\\s", "")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether there is a secret key in the text, of whatever kind. */
    static boolean hasSecret(String text) {
        return text.contains(SECRET + "-----");
    }

    private static String begin(String label) {
        return "-----BEGIN " + label + "-----";
    }

    private static String end(String label) {
        return "-----END " + label + "-----";
    }
}
