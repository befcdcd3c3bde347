// SPDX-License-Identifier: Apache-2.0
package org.skerry.api;

/**
 * Names a peer: its Ed25519 public key (RFC 8032, 32 bytes). The text form is a {@code did:key} with multicodec
 * {@code ed25519-pub}: {@code did:key:z6Mk…}. Keys of other types are refused by their multicodec. The order of two peer
 * ids decides which of them chooses between links: the lower one does.
 */
public final class PeerId extends Id256 implements Comparable<PeerId> {

    private static final String PREFIX = "did:key:z";
    private static final int MAX_TEXT = 64;

    private PeerId(byte[] publicKey) {
        super(publicKey);
    }

    /**
     * Wraps a public key.
     *
     * @param publicKey 32 bytes, the Ed25519 public key; copied
     * @return the id
     */
    public static PeerId of(byte[] publicKey) {
        return new PeerId(publicKey);
    }

    /**
     * Reads the text form.
     *
     * @param text {@code did:key:z6Mk…}
     * @return the id
     * @throws IllegalArgumentException with a message for people, if the text is no Ed25519 {@code did:key}
     */
    public static PeerId parse(String text) {
        if (!text.startsWith(PREFIX) || text.length() > MAX_TEXT) {
            throw new IllegalArgumentException("a peer id begins with 'did:key:z6Mk'");
        }
        byte[] key = Multibase.fromBase58(text.substring(PREFIX.length()));
        if (key.length != BYTES + 2 || key[0] != (byte) 0xed || key[1] != 0x01) {
            throw new IllegalArgumentException("not an Ed25519 key: a peer id begins with 'did:key:z6Mk'");
        }
        byte[] raw = new byte[BYTES];
        System.arraycopy(key, 2, raw, 0, BYTES);
        return new PeerId(raw);
    }

    @Override
    public int compareTo(PeerId other) {
        return compareBytes(other);
    }

    /** {@return the last eight characters of the text form, for logs and tables} */
    public String shortText() {
        String text = toString();
        return text.substring(text.length() - 8);
    }

    @Override
    public String toString() {
        byte[] key = new byte[BYTES + 2];
        key[0] = (byte) 0xed;
        key[1] = 0x01;
        System.arraycopy(bytes(), 0, key, 2, BYTES);
        return PREFIX + Multibase.base58(key);
    }
}
