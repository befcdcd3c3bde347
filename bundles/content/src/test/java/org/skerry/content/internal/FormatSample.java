// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;

/** Files as a version wrote them, from {@code formats/} beside the tests. */
public final class FormatSample {

    private FormatSample() {}

    /** {@return the bytes of a file that stands there in hex} */
    public static byte[] of(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(FormatSample.class.getResourceAsStream("/formats/" + name))) {
            String hex = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
        }
    }

    /** {@return a CBOR map that says version 2, made to say version 3} */
    public static byte[] later(String name) throws IOException {
        byte[] bytes = of(name);
        if (bytes[1] != 0 || bytes[2] != 2) {
            throw new IllegalArgumentException(name + " is no map that begins with {0: 2");
        }
        bytes[2] = 3;
        return bytes;
    }
}
