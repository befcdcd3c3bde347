// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.crypto;

/**
 * HKDF-SHA-256 (RFC 5869) from one input key with many salts, as each chunk has its own. Looks its {@code Mac} up once.
 * Not thread-safe: one per thread.
 */
public final class HkdfKey {

    private final byte[] ikm;
    private final HmacKey mac = new HmacKey(new byte[0]);

    /** @param ikm input keying material; copied */
    public HkdfKey(byte[] ikm) {
        this.ikm = ikm.clone();
    }

    /**
     * Extracts with {@code salt} and expands with {@code info}.
     *
     * @param salt may be empty
     * @param length of the result in bytes
     * @throws IllegalArgumentException if {@code length} is negative or over {@link Hkdf#MAX_BYTES}
     */
    public byte[] derive(byte[] salt, byte[] info, int length) {
        mac.rekey(salt);
        mac.rekey(mac.of(ikm));
        return mac.expand(info, length);
    }
}
