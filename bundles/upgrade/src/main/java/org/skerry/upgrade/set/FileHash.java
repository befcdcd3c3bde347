// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.set;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.skerry.base.bytes.Hex;
import org.skerry.base.crypto.Sha256;

/** SHA-256 of files and texts, in hex digits. */
public final class FileHash {

    private static final int AT_A_TIME = 1 << 16;

    private FileHash() {}

    static String ofText(String text) {
        return Hex.encode(Sha256.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Hashes a file.
     *
     * @param file to read
     * @return 64 hex digits
     * @throws IOException if it cannot be read
     */
    public static String of(Path file) throws IOException {
        MessageDigest digest = Sha256.newDigest();
        byte[] buffer = new byte[AT_A_TIME];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return Hex.encode(digest.digest());
    }
}
