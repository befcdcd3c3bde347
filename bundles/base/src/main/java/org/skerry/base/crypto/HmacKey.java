// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.crypto;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA-256 (RFC 2104) under one key, for many messages. Not thread-safe: one per thread. */
public final class HmacKey {

    private static final String ALGORITHM = "HmacSHA256";

    private final Mac mac;

    /** @param key of any length, empty included; copied */
    public HmacKey(byte[] key) {
        try {
            mac = Mac.getInstance(ALGORITHM);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
        rekey(key);
    }

    /** The code of all parts behind each other. */
    public byte[] of(byte[]... parts) {
        for (byte[] part : parts) {
            mac.update(part);
        }
        return mac.doFinal();
    }

    void rekey(byte[] key) {
        // SecretKeySpec refuses an empty key; HMAC pads keys with zeros, so these zeros are the same key.
        byte[] padded = key.length == 0 ? new byte[Hmac.BYTES] : key;
        try {
            mac.init(new SecretKeySpec(padded, ALGORITHM));
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("HMAC takes any key", e);
        }
    }

    /** The expand step of HKDF with this key as the pseudorandom key. */
    byte[] expand(byte[] info, int length) {
        if (length < 0 || length > Hkdf.MAX_BYTES) {
            throw new IllegalArgumentException("HKDF of " + length + " bytes");
        }
        byte[] blocks = new byte[(length + Hmac.BYTES - 1) / Hmac.BYTES * Hmac.BYTES];
        try {
            for (int at = 0; at < blocks.length; at += Hmac.BYTES) {
                if (at > 0) {
                    mac.update(blocks, at - Hmac.BYTES, Hmac.BYTES);
                }
                mac.update(info);
                mac.update((byte) (at / Hmac.BYTES + 1));
                mac.doFinal(blocks, at);
            }
        } catch (ShortBufferException e) {
            throw new IllegalStateException("blocks are whole", e);
        }
        return blocks.length == length ? blocks : Arrays.copyOf(blocks, length);
    }
}
