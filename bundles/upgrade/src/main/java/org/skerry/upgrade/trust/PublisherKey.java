// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.trust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The public key of a publisher: Ed25519 (RFC 8032, pure), in DER as RFC 8410 has it. Immutable.
 *
 * @param key the key
 * @param fingerprint {@code sha256:} and the SHA-256 of its DER in hexadecimal digits, in lower case
 */
record PublisherKey(PublicKey key, String fingerprint) {

    static final String ALGORITHM = "Ed25519";

    private static final int DIGEST_BYTES = 32;

    /** The DER of every Ed25519 key begins so (RFC 8410, section 4): one key has one encoding, and so one fingerprint. */
    private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final int KEY_BYTES = 32;
    private static final byte[] LABEL = "skerry/1 publish\0".getBytes(StandardCharsets.US_ASCII);

    static PublisherKey of(PublicKey key) {
        return new PublisherKey(key, "sha256:" + HexFormat.of().formatHex(sha256().digest(key.getEncoded())));
    }

    /** Reads a file with a public key. The message of an error names the file and says what to do. */
    static PublisherKey read(Path file) throws IOException {
        String text = KeyFile.readPublic(file);
        if (Pem.hasSecret(text)) {
            throw new IOException(
                    file + " holds a secret key, which belongs to the publisher alone; put the .pub file there");
        }
        byte[] der = Pem.decode(Pem.PUBLIC, text)
                .orElseThrow(() -> new IOException(file + " holds no public key in PEM; get it anew, or remove it"));
        if (der.length != PREFIX.length + KEY_BYTES || !Arrays.equals(PREFIX, Arrays.copyOf(der, PREFIX.length))) {
            throw new IOException(file + " holds a key that is not Ed25519; get it anew, or remove it");
        }
        if (!Ed25519Point.isSound(Arrays.copyOfRange(der, PREFIX.length, der.length))) {
            throw new IOException(file + " holds a key for which anyone can sign; remove it");
        }
        try {
            PublicKey key = KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(der));
            Signature.getInstance(ALGORITHM).initVerify(key); // looks whether it is a point of the curve
            return of(key);
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " holds a damaged key; get it anew, or remove it", e);
        }
    }

    String pem() {
        return Pem.encode(Pem.PUBLIC, key.getEncoded());
    }

    /** Whether a signature is right: of this key, for a file with that SHA-256, as the JDK judges it. */
    boolean signed(byte[] sha256, byte[] signature) {
        try {
            Signature check = Signature.getInstance(ALGORITHM);
            check.initVerify(key);
            check.update(message(sha256));
            return check.verify(signature);
        } catch (InvalidKeyException | SignatureException e) {
            return false; // so the JDK says that a number is too large, or that there is no such point
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot check Ed25519 signatures", e);
        }
    }

    /** What is signed for a file: a label, so that a signature for anything else fits none, a zero byte, and its SHA-256. */
    static byte[] message(byte[] sha256) {
        if (sha256.length != DIGEST_BYTES) {
            throw new IllegalArgumentException("a SHA-256 has 32 bytes");
        }
        byte[] message = Arrays.copyOf(LABEL, LABEL.length + DIGEST_BYTES);
        System.arraycopy(sha256, 0, message, LABEL.length, DIGEST_BYTES);
        return message;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java has SHA-256", e);
        }
    }
}
