// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.trust;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The secret Ed25519 key of a publisher. Its file is PEM (PKCS#8, not encrypted), as OpenSSL makes it, too. Immutable. */
public final class SigningKey {

    private static final String OWNERS_ALONE = "rw-------";
    private static final String READABLE = "rw-r--r--";

    private final PrivateKey secret;
    private final PublisherKey publisher;

    private SigningKey(KeyPair pair) {
        this.secret = pair.getPrivate();
        this.publisher = PublisherKey.of(pair.getPublic());
    }

    /** {@return a new key, which is nowhere yet} */
    public static SigningKey make() {
        try {
            return new SigningKey(
                    KeyPairGenerator.getInstance(PublisherKey.ALGORITHM).generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw noEd25519(e);
        }
    }

    /**
     * Reads a key.
     *
     * @param file where it is
     * @return the key
     * @throws IOException if there is none, or anyone but its owner may use the file; the message is one line for people that
     *     names the file and says what to do
     */
    public static SigningKey read(Path file) throws IOException {
        byte[] der = Pem.decode(Pem.SECRET, KeyFile.readSecret(file)).orElseThrow(() -> noKey(file, null));
        try {
            PrivateKey secret =
                    KeyFactory.getInstance(PublisherKey.ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(der));
            return new SigningKey(pair((EdECPrivateKey) secret));
        } catch (GeneralSecurityException e) {
            throw noKey(file, e);
        } finally {
            Arrays.fill(der, (byte) 0);
        }
    }

    /** The JDK has no call that tells the public half of a key, but makes both of what it takes for random bytes. */
    private static KeyPair pair(EdECPrivateKey secret) throws GeneralSecurityException {
        byte[] seed = secret.getBytes().orElseThrow(() -> new GeneralSecurityException("the key is not in memory"));
        KeyPairGenerator generator = KeyPairGenerator.getInstance(PublisherKey.ALGORITHM);
        generator.initialize(NamedParameterSpec.ED25519, new Foregone(seed));
        KeyPair pair = generator.generateKeyPair();
        if (!Arrays.equals(pair.getPrivate().getEncoded(), secret.getEncoded())) {
            throw new IllegalStateException("this Java makes Ed25519 keys in a way of its own");
        }
        return pair;
    }

    /** Yields a seed instead of anything random. */
    private static final class Foregone extends SecureRandom {

        private static final long serialVersionUID = 1L;

        private final byte[] seed;

        Foregone(byte[] seed) {
            this.seed = seed;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            System.arraycopy(seed, 0, bytes, 0, bytes.length);
        }
    }

    /**
     * Writes the key to a file that only its owner may read, and its public half beside it. Nothing is ever replaced.
     *
     * @param file for the secret key
     * @return the file with the public half, {@code FILE.pub}
     * @throws IOException if either is there already, or cannot be written; then neither is left. The message is one line for
     *     people
     */
    public Path write(Path file) throws IOException {
        Path open = file.resolveSibling(file.getFileName() + ".pub");
        create(file, OWNERS_ALONE, Pem.encode(Pem.SECRET, secret.getEncoded()));
        try {
            create(open, READABLE, publisher.pem());
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        return open;
    }

    private static void create(Path file, String rights, String text) throws IOException {
        try {
            KeyFile.create(file, rights, text);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(file + " is there already, and no key is ever replaced; choose another name", e);
        } catch (IOException e) {
            throw new IOException(file + " cannot be written: " + KeyFile.reason(e), e);
        }
    }

    /** {@return the fingerprint of its public half: {@code sha256:} and 64 hexadecimal digits} */
    public String fingerprint() {
        return publisher.fingerprint();
    }

    /**
     * Signs a file.
     *
     * @param sha256 SHA-256 of the file, 32 bytes
     * @param others signatures that it has already; one of this key is replaced
     * @return these and the new one
     */
    public Signatures sign(byte[] sha256, Signatures others) {
        try {
            Signature signature = Signature.getInstance(PublisherKey.ALGORITHM);
            signature.initSign(secret);
            signature.update(PublisherKey.message(sha256));
            return others.with(fingerprint(), signature.sign());
        } catch (GeneralSecurityException e) {
            throw noEd25519(e);
        }
    }

    private static IOException noKey(Path file, @Nullable Throwable cause) {
        return new IOException(
                file
                        + " holds no Ed25519 key in PEM (PKCS#8, without a passphrase); make one with 'skerry sign --new-key FILE'",
                cause);
    }

    private static IllegalStateException noEd25519(GeneralSecurityException e) {
        return new IllegalStateException("this Java cannot sign with Ed25519", e);
    }

    @Override
    public String toString() {
        return "SigningKey[" + fingerprint() + "]";
    }
}
