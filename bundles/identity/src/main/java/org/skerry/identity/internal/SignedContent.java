// SPDX-License-Identifier: Apache-2.0
package org.skerry.identity.internal;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.skerry.spi.identity.Identity;
import org.skerry.spi.identity.Purpose;

/**
 * What is sealed: {@code length of signed as u16 | signed | signature of 64 bytes | zeros} up to a multiple of 64 bytes, so
 * that the length of an envelope tells less of what is in it. There is one form for each content: the least padding.
 *
 * @param signed the bytes that the signature covers, as they came
 * @param signature 64 bytes
 */
record SignedContent(byte[] signed, byte[] signature) {

    private static final int BLOCK = 64;
    /** What it adds to the signed bytes at most. */
    static final int MAX_OVERHEAD_BYTES = Short.BYTES + SigningKey.SIGNATURE_BYTES + BLOCK - 1;

    static SignedContent sign(Identity identity, byte[] signed) {
        return new SignedContent(signed, identity.sign(Purpose.ENVELOPE, signed));
    }

    byte[] padded() {
        return ByteBuffer.allocate(paddedLength(signed.length))
                .putShort((short) signed.length)
                .put(signed)
                .put(signature)
                .array();
    }

    /** Takes the parts out; empty if the lengths do not fit or the padding is not as {@link #padded()} makes it. */
    static Optional<SignedContent> of(byte[] padded) {
        ByteBuffer in = ByteBuffer.wrap(padded);
        if (in.remaining() < Short.BYTES) {
            return Optional.empty();
        }
        int length = Short.toUnsignedInt(in.getShort());
        if (paddedLength(length) != padded.length) {
            return Optional.empty();
        }
        byte[] signed = new byte[length];
        byte[] signature = new byte[SigningKey.SIGNATURE_BYTES];
        in.get(signed).get(signature);
        while (in.hasRemaining()) {
            if (in.get() != 0) {
                return Optional.empty();
            }
        }
        return Optional.of(new SignedContent(signed, signature));
    }

    private static int paddedLength(int signed) {
        int exact = Short.BYTES + signed + SigningKey.SIGNATURE_BYTES;
        return (exact + BLOCK - 1) / BLOCK * BLOCK;
    }
}
