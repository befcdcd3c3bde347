// SPDX-License-Identifier: Apache-2.0
package org.skerry.identity.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.skerry.api.PeerId;
import org.skerry.base.bytes.Bytes;
import org.skerry.base.cbor.CborMap;
import org.skerry.base.cbor.MalformedCborException;
import org.skerry.spi.identity.Purpose;
import org.skerry.spi.identity.SealKey;

/** A key to which others seal, with its private half. Immutable until it is wiped. */
final class SealKeyPair {

    private static final int EPOCH = 0;
    private static final int CREATED = 1;
    private static final int EXPIRY = 2;
    private static final int PRIVATE = 3;
    private static final int SIGNATURE = 4;
    private static final long MAX_INT = (1L << 53) - 1;

    private final byte[] privateKey;
    private final byte[] publicKey;
    private final Instant created;
    private final SealKey published;

    private SealKeyPair(byte[] privateKey, byte[] publicKey, Instant created, SealKey published) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
        this.created = created;
        this.published = published;
    }

    /** Signs a fresh key; {@code privateKey} is handed over, times are of whole seconds. */
    static SealKeyPair sign(SigningKey owner, byte[] privateKey, long epoch, Instant created, Duration life) {
        byte[] publicKey = X25519Keys.publicOf(privateKey);
        Instant expiry = created.plus(life);
        byte[] signature = owner.sign(Purpose.SEAL_KEY, signed(publicKey, epoch, expiry));
        return new SealKeyPair(privateKey, publicKey, created, SealKey.of(publicKey, epoch, expiry, signature));
    }

    /** Whether the owner has bound this key to itself. */
    static boolean isBound(PeerId owner, SealKey key) {
        byte[] message = signed(key.key(), key.epoch(), key.expiry());
        return SigningKey.verify(owner.bytes(), Purpose.SEAL_KEY, message, key.signature());
    }

    private static byte[] signed(byte[] publicKey, long epoch, Instant expiry) {
        return Bytes.concat(publicKey, Bytes.u64(epoch), Bytes.u64(expiry.getEpochSecond()));
    }

    /** As it is kept on disk. */
    CborMap stored() {
        return CborMap.builder()
                .put(EPOCH, published.epoch())
                .put(CREATED, created.getEpochSecond())
                .put(EXPIRY, published.expiry().getEpochSecond())
                .put(PRIVATE, privateKey)
                .put(SIGNATURE, published.signature())
                .build();
    }

    /** Out of what was stored, if its owner signed it. */
    static SealKeyPair load(CborMap stored, PeerId owner) throws MalformedCborException {
        byte[] privateKey = stored.requiredBytes(PRIVATE, X25519Keys.BYTES, X25519Keys.BYTES);
        byte[] publicKey = X25519Keys.publicOf(privateKey);
        Instant created = Instant.ofEpochSecond(stored.requiredInt(CREATED, 0, MAX_INT));
        SealKey published = SealKey.of(
                publicKey,
                stored.requiredInt(EPOCH, 0, MAX_INT),
                Instant.ofEpochSecond(stored.requiredInt(EXPIRY, 0, MAX_INT)),
                stored.requiredBytes(SIGNATURE, SigningKey.SIGNATURE_BYTES, SigningKey.SIGNATURE_BYTES));
        if (!isBound(owner, published)) {
            throw new MalformedCborException("the signature of seal key " + published.epoch() + " is wrong");
        }
        return new SealKeyPair(privateKey, publicKey, created, published);
    }

    /** What others get. */
    SealKey published() {
        return published;
    }

    Instant created() {
        return created;
    }

    Instant expiry() {
        return published.expiry();
    }

    /** The public half, not a copy. */
    byte[] publicKey() {
        return publicKey;
    }

    /** The private half, not a copy. */
    byte[] privateKey() {
        return privateKey;
    }

    /** Forgets the private half; what is opened with it meanwhile fails to open. */
    void wipe() {
        Arrays.fill(privateKey, (byte) 0);
    }

    @Override
    public String toString() {
        return "SealKeyPair[epoch=" + published.epoch() + ", expiry=" + published.expiry() + "]";
    }
}
