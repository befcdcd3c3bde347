// SPDX-License-Identifier: Apache-2.0
package org.skerry.identity.internal;

import java.util.Arrays;
import java.util.Optional;
import org.skerry.base.bytes.Bytes;
import org.skerry.base.crypto.Hkdf;

/**
 * HPKE in base mode, one message per encapsulation (RFC 9180 section 6.1): DHKEM(X25519, HKDF-SHA-256), HKDF-SHA-256 and
 * AES-GCM. Composed from primitives rather than taken whole, so that it is the same composition that WebCrypto allows, and
 * every secret in between can be wiped. Stateless.
 */
final class Hpke {

    /** Length of an encapsulated key in bytes. */
    static final int ENC_BYTES = X25519Keys.BYTES;

    private static final byte[] NOTHING = {};
    private static final byte[] VERSION = Bytes.utf8("HPKE-v1");
    private static final int KEM_X25519 = 0x0020;
    private static final int KDF_HKDF_SHA256 = 0x0001;
    private static final byte[] KEM_SUITE = Bytes.concat(Bytes.utf8("KEM"), Bytes.u16(KEM_X25519));
    private static final int SHARED_BYTES = 32;

    /** The AEADs of RFC 9180 section 7.3 that differ in the length of the key only. */
    enum Aead {
        AES_128_GCM(0x0001, 16),
        AES_256_GCM(0x0002, 32);

        private final int number;
        private final int keyBytes;

        Aead(int number, int keyBytes) {
            this.number = number;
            this.keyBytes = keyBytes;
        }
    }

    /**
     * What the key schedule yields, for the first message.
     *
     * @param key of the AEAD
     * @param nonce the base nonce
     */
    record Keys(byte[] key, byte[] nonce) {}

    private final Aead aead;
    private final byte[] suite;

    Hpke(Aead aead) {
        this.aead = aead;
        this.suite = Bytes.concat(
                Bytes.utf8("HPKE"), Bytes.u16(KEM_X25519), Bytes.u16(KDF_HKDF_SHA256), Bytes.u16(aead.number));
    }

    /**
     * Seals one message.
     *
     * @param ephemeral private key of 32 bytes for this message alone; the caller wipes it
     * @param enc its public half: the encapsulated key
     * @param receiver public key of 32 bytes
     * @return the ciphertext with its tag, or empty if the receiver's key is of small order
     */
    Optional<byte[]> seal(byte[] ephemeral, byte[] enc, byte[] receiver, byte[] info, byte[] aad, byte[] plaintext) {
        return shared(ephemeral, receiver, enc, receiver).map(shared -> {
            Keys keys = schedule(shared, info);
            byte[] sealed = AesGcm.seal(keys.key, keys.nonce, aad, plaintext);
            wipe(shared, keys.key, keys.nonce);
            return sealed;
        });
    }

    /**
     * Opens one message.
     *
     * @param receiver private key of 32 bytes
     * @param receiverPublic its public half
     * @param enc the encapsulated key as received
     * @return the plaintext, or empty if any part is not as it was sealed
     */
    Optional<byte[]> open(
            byte[] receiver, byte[] receiverPublic, byte[] enc, byte[] info, byte[] aad, byte[] ciphertext) {
        return shared(receiver, enc, enc, receiverPublic).flatMap(shared -> {
            Keys keys = schedule(shared, info);
            Optional<byte[]> opened = AesGcm.open(keys.key, keys.nonce, aad, ciphertext);
            wipe(shared, keys.key, keys.nonce);
            return opened;
        });
    }

    /** ExtractAndExpand of DHKEM (section 4.1). */
    static Optional<byte[]> shared(byte[] mine, byte[] theirs, byte[] enc, byte[] receiverPublic) {
        return X25519Keys.agree(mine, theirs).map(dh -> {
            byte[] prk = labeledExtract(KEM_SUITE, NOTHING, "eae_prk", dh);
            byte[] shared =
                    labeledExpand(KEM_SUITE, prk, "shared_secret", Bytes.concat(enc, receiverPublic), SHARED_BYTES);
            wipe(dh, prk);
            return shared;
        });
    }

    /** KeySchedule in base mode (section 5.1). */
    Keys schedule(byte[] shared, byte[] info) {
        byte[] context = Bytes.concat(
                new byte[] {0},
                labeledExtract(suite, NOTHING, "psk_id_hash", NOTHING),
                labeledExtract(suite, NOTHING, "info_hash", info));
        byte[] secret = labeledExtract(suite, shared, "secret", NOTHING);
        Keys keys = new Keys(
                labeledExpand(suite, secret, "key", context, aead.keyBytes),
                labeledExpand(suite, secret, "base_nonce", context, AesGcm.NONCE_BYTES));
        wipe(secret);
        return keys;
    }

    /** LabeledExtract (section 4). */
    static byte[] labeledExtract(byte[] suite, byte[] salt, String label, byte[] ikm) {
        byte[] labeled = Bytes.concat(VERSION, suite, Bytes.utf8(label), ikm);
        byte[] prk = Hkdf.extract(salt, labeled);
        wipe(labeled);
        return prk;
    }

    /** LabeledExpand (section 4). */
    static byte[] labeledExpand(byte[] suite, byte[] prk, String label, byte[] info, int length) {
        return Hkdf.expand(prk, Bytes.concat(Bytes.u16(length), VERSION, suite, Bytes.utf8(label), info), length);
    }

    private static void wipe(byte[]... secrets) {
        for (byte[] secret : secrets) {
            Arrays.fill(secret, (byte) 0);
        }
    }
}
