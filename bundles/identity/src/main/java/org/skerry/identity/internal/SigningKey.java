// SPDX-License-Identifier: Apache-2.0
package org.skerry.identity.internal;

import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.skerry.base.bytes.Bytes;
import org.skerry.base.crypto.Hkdf;
import org.skerry.base.crypto.Sha256;
import org.skerry.spi.identity.Purpose;

/**
 * An Ed25519 key (RFC 8032, pure). A signature covers the label of its purpose and then the message; no label begins with
 * another, so that a signature for one purpose fits no other. Thread-safe.
 */
final class SigningKey {

    static final int SEED_BYTES = Ed25519.SECRET_KEY_SIZE;
    static final int PUBLIC_BYTES = Ed25519.PUBLIC_KEY_SIZE;
    static final int SIGNATURE_BYTES = Ed25519.SIGNATURE_SIZE;

    private static final byte[] INBOX_LABEL = Bytes.utf8("skerry/1 inbox");
    private static final byte[] NO_SALT = {};

    private final byte[] seed;
    private final byte[] publicKey;
    private volatile boolean wiped;

    private SigningKey(byte[] seed) {
        this.seed = seed;
        this.publicKey = publicOf(seed);
    }

    /** The key of a seed of 32 bytes, which is copied. */
    static SigningKey of(byte[] seed) {
        if (seed.length != SEED_BYTES) {
            throw new IllegalArgumentException("a seed has 32 bytes");
        }
        return new SigningKey(seed.clone());
    }

    static SigningKey random(SecureRandom random) {
        byte[] seed = new byte[SEED_BYTES];
        random.nextBytes(seed);
        return new SigningKey(seed);
    }

    /** A copy, which the caller wipes. */
    byte[] seed() {
        return seed.clone();
    }

    /** A copy of the 32 bytes. */
    byte[] publicKey() {
        return publicKey.clone();
    }

    /** 64 bytes. */
    byte[] sign(Purpose purpose, byte[] message) {
        byte[] labelled = labelled(purpose, message);
        byte[] signature = new byte[SIGNATURE_BYTES];
        Ed25519.sign(seed, 0, publicKey, 0, labelled, 0, labelled.length, signature, 0);
        if (wiped) {
            throw new IllegalStateException("this identity is closed");
        }
        return signature;
    }

    /** SHA-256 of the public half of the key that HKDF(seed, "skerry/1 inbox" ‖ day as u64) is the seed of. */
    byte[] inbox(long epochDay) {
        byte[] daily = Hkdf.derive(seed, NO_SALT, Bytes.concat(INBOX_LABEL, Bytes.u64(epochDay)), SEED_BYTES);
        byte[] inbox = Sha256.of(publicOf(daily));
        Arrays.fill(daily, (byte) 0);
        if (wiped) {
            throw new IllegalStateException("this identity is closed");
        }
        return inbox;
    }

    /** Forgets the seed; nothing can be signed afterwards. */
    void wipe() {
        wiped = true;
        Arrays.fill(seed, (byte) 0);
    }

    static boolean verify(byte[] publicKey, Purpose purpose, byte[] message, byte[] signature) {
        return verify(publicKey, labelled(purpose, message), signature);
    }

    /**
     * Whether a signature is right. Strict: exact lengths, canonical encodings only (S below the group order, points below
     * the prime), and no public key of small order, under which one signature would fit many messages. BouncyCastle's
     * check has all of that but the lengths.
     */
    static boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
        return publicKey.length == PUBLIC_BYTES
                && signature.length == SIGNATURE_BYTES
                && Ed25519.verify(signature, 0, publicKey, 0, message, 0, message.length);
    }

    private static byte[] labelled(Purpose purpose, byte[] message) {
        return Bytes.concat(Bytes.utf8(purpose.label()), message);
    }

    private static byte[] publicOf(byte[] seed) {
        byte[] publicKey = new byte[PUBLIC_BYTES];
        Ed25519.generatePublicKey(seed, 0, publicKey, 0);
        return publicKey;
    }

    @Override
    public String toString() {
        return "SigningKey[hidden]";
    }
}
