// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.trust;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.UUID;

/**
 * A file that may be deployed (a jar, a feature), and its signatures beside it, in {@code NAME.sig}. What is hashed here may be
 * replaced before it is used: whoever deploys it makes a copy first, and hashes that. All calls block on the disk.
 *
 * @param file the file
 */
public record Artifact(Path file) {

    private static final String ENDING = ".sig";
    private static final String READABLE = "rw-r--r--";

    /** {@return the name of the file, without its folder} */
    public String name() {
        return file.getFileName().toString();
    }

    /** {@return where its signatures are, or would be} */
    public Path signatureFile() {
        return file.resolveSibling(name() + ENDING);
    }

    /** {@return whether its name says that it holds signatures itself} */
    public boolean isSignatureFile() {
        return name().endsWith(ENDING);
    }

    /**
     * Hashes the file.
     *
     * @return its SHA-256, 32 bytes
     * @throws IOException if it cannot be read; the message is one line for people, here and below
     */
    public byte[] sha256() throws IOException {
        MessageDigest digest = PublisherKey.sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        return digest.digest();
    }

    /**
     * Reads the signature file, as far as {@link Publishers#check} would look at it.
     *
     * @return its text; empty if there is none
     * @throws IOException if it is there and cannot be read
     */
    public Optional<String> signature() throws IOException {
        Path from = signatureFile();
        if (Files.notExists(from, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        if (!Files.isRegularFile(from)) {
            throw new IOException(from + " is no file, or a link to none; remove it");
        }
        try (InputStream in = Files.newInputStream(from)) {
            return Optional.of(new String(in.readNBytes(Signatures.MAX_CHARS + 1), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw unreadable(from, e);
        }
    }

    private static IOException unreadable(Path file, IOException e) {
        return new IOException(file + " cannot be read: " + KeyFile.reason(e), e);
    }

    /**
     * Replaces the signature file: whoever looks sees the old one or the new one.
     *
     * @param signatures what it is to hold
     * @throws IOException if it cannot be written; the old one stays
     */
    public void write(Signatures signatures) throws IOException {
        Path to = signatureFile();
        Path next = to.resolveSibling("." + to.getFileName() + "-" + UUID.randomUUID());
        try {
            KeyFile.create(next, READABLE, signatures.text());
            Files.move(next, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(next);
            throw new IOException(to + " cannot be written: " + KeyFile.reason(e), e);
        }
    }
}
