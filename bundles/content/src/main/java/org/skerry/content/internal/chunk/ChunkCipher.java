// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.chunk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.skerry.api.ChunkId;
import org.skerry.base.crypto.ConstantTime;
import org.skerry.base.crypto.HkdfKey;
import org.skerry.base.crypto.HmacKey;
import org.skerry.base.crypto.Sha256;

/**
 * Seals and opens the chunks of one share. With t the {@link Tag}, K ‖ C = HKDF-SHA-256(secret, salt = t,
 * "skerry/1 chunk", 64 bytes) and a chunk is C ‖ AES-256-GCM(K, zero nonce, plaintext). C commits to the key: it is
 * compared before anything is decrypted. A zero nonce is safe because K depends on the plaintext. Not thread-safe; see
 * {@link CipherPool}.
 */
public final class ChunkCipher {

    /** How much longer a chunk is than its plaintext: 32 bytes of commitment, 16 of authentication. */
    public static final int OVERHEAD = 48;

    /** Longest chunk as stored, in bytes. */
    public static final int MAX_STORED = 1 << 20;

    /** Longest plaintext in bytes. */
    public static final int MAX_PLAIN = MAX_STORED - OVERHEAD;

    private static final int KEY_BYTES = 32;
    private static final int COMMITMENT_BYTES = 32;
    private static final int GCM_TAG_BITS = 128;
    private static final byte[] NONCE = new byte[12];
    private static final byte[] INFO = "skerry/1 chunk".getBytes(StandardCharsets.US_ASCII);

    private final HkdfKey derivation;
    private final HmacKey tagging;
    private final MessageDigest digest = Sha256.newDigest();
    private Cipher cipher = newCipher();
    private byte[] lastKey = {};
    private byte[] scratch = new byte[(64 << 10) + OVERHEAD];

    /**
     * Makes ciphers for a share.
     *
     * @param keys of the share
     */
    public ChunkCipher(ShareKeys keys) {
        derivation = new HkdfKey(keys.secret().bytes());
        tagging = new HmacKey(keys.tagKey());
    }

    /**
     * Works out what a plaintext is as a chunk; the sealed bytes are dropped.
     *
     * @param plain holds the plaintext
     * @param from where it begins
     * @param length in bytes, 1 to {@link #MAX_PLAIN}
     * @return the chunk
     */
    public StoredChunk name(byte[] plain, int from, int length) {
        Tag tag = tag(plain, from, length);
        int stored = length + OVERHEAD;
        byte[] out = scratch(stored);
        seal(tag, plain, from, length, out);
        digest.update(out, 0, stored);
        return new StoredChunk(ChunkId.of(digest.digest()), tag, stored);
    }

    /**
     * The tag of a plaintext.
     *
     * @param plain holds the plaintext
     * @param from where it begins
     * @param length in bytes
     * @return its tag
     */
    public Tag tag(byte[] plain, int from, int length) {
        digest.update(plain, from, length);
        return Tag.of(tagging.of(digest.digest()));
    }

    /**
     * Seals a plaintext under a tag, which must be its own unless the result is thrown away.
     *
     * @param tag of the plaintext
     * @param plain holds it
     * @param from where it begins
     * @param length in bytes
     * @param out receives length + {@link #OVERHEAD} bytes from index 0
     */
    public void seal(Tag tag, byte[] plain, int from, int length, byte[] out) {
        byte[] keys = derivation.derive(tag.bytes(), INFO, KEY_BYTES + COMMITMENT_BYTES);
        System.arraycopy(keys, KEY_BYTES, out, 0, COMMITMENT_BYTES);
        try {
            initForSealing(Arrays.copyOf(keys, KEY_BYTES));
            cipher.doFinal(plain, from, length, out, COMMITMENT_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed to seal", e);
        }
    }

    /**
     * The id of stored bytes.
     *
     * @param stored holds them
     * @param length how many, from index 0
     * @return their id
     */
    public ChunkId id(byte[] stored, int length) {
        digest.update(stored, 0, length);
        return ChunkId.of(digest.digest());
    }

    /**
     * Opens a chunk.
     *
     * @param tag of its plaintext
     * @param chunk as stored, from position to limit; the position is not moved
     * @param out receives the plaintext from index 0; at least as long as the chunk less {@link #OVERHEAD}
     * @return whether it could be opened; if not, {@code out} holds nothing of use
     */
    public boolean open(Tag tag, ByteBuffer chunk, byte[] out) {
        int length = chunk.remaining();
        if (length <= OVERHEAD) {
            return false;
        }
        byte[] array = chunk.hasArray() ? chunk.array() : copyOut(chunk);
        int from = chunk.hasArray() ? chunk.arrayOffset() + chunk.position() : 0;
        byte[] keys = derivation.derive(tag.bytes(), INFO, KEY_BYTES + COMMITMENT_BYTES);
        byte[] expected = Arrays.copyOfRange(keys, KEY_BYTES, KEY_BYTES + COMMITMENT_BYTES);
        if (!ConstantTime.equal(expected, Arrays.copyOfRange(array, from, from + COMMITMENT_BYTES))) {
            return false;
        }
        try {
            lastKey = Arrays.copyOf(keys, KEY_BYTES);
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(lastKey, "AES"), parameters());
            cipher.doFinal(array, from + COMMITMENT_BYTES, length - COMMITMENT_BYTES, out, 0);
            return true;
        } catch (AEADBadTagException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed to open", e);
        }
    }

    /** The JDK refuses to seal twice in a row under one key and nonce, which here means the same chunk once more. */
    private void initForSealing(byte[] key) throws GeneralSecurityException {
        if (Arrays.equals(key, lastKey)) {
            cipher = newCipher();
        }
        lastKey = key;
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), parameters());
    }

    private byte[] copyOut(ByteBuffer chunk) {
        byte[] out = scratch(chunk.remaining());
        chunk.duplicate().get(out, 0, chunk.remaining());
        return out;
    }

    private byte[] scratch(int length) {
        if (scratch.length < length) {
            scratch = new byte[length];
        }
        return scratch;
    }

    private static GCMParameterSpec parameters() {
        return new GCMParameterSpec(GCM_TAG_BITS, NONCE);
    }

    static Cipher newCipher() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }
}
