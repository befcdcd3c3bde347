// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.identity;

import java.time.Instant;

/**
 * An X25519 public key to which envelopes are sealed, bound to its owner by an Ed25519 signature over
 * ("skerry/1 sealkey" ‖ key ‖ epoch as u64 ‖ expiry as u64 of epoch seconds). It is never derived from the identity key.
 */
public final class SealKey {

    private final byte[] key;
    private final long epoch;
    private final Instant expiry;
    private final byte[] signature;

    private SealKey(byte[] key, long epoch, Instant expiry, byte[] signature) {
        this.key = key.clone();
        this.epoch = epoch;
        this.expiry = expiry;
        this.signature = signature.clone();
    }

    /**
     * Joins the fields; checks lengths only.
     *
     * @param key 32 bytes
     * @param epoch grows with each rotation, 0 or more
     * @param expiry until when it may be used, whole seconds
     * @param signature 64 bytes
     * @return the key
     */
    public static SealKey of(byte[] key, long epoch, Instant expiry, byte[] signature) {
        if (key.length != 32 || signature.length != 64 || epoch < 0) {
            throw new IllegalArgumentException("a seal key has 32 bytes, a signature of 64, and an epoch of 0 or more");
        }
        return new SealKey(key, epoch, expiry, signature);
    }

    /** {@return 32 bytes; a copy} */
    public byte[] key() {
        return key.clone();
    }

    /** {@return its number in the sequence of rotations} */
    public long epoch() {
        return epoch;
    }

    /** {@return until when it may be used} */
    public Instant expiry() {
        return expiry;
    }

    /** {@return 64 bytes; a copy} */
    public byte[] signature() {
        return signature.clone();
    }
}
