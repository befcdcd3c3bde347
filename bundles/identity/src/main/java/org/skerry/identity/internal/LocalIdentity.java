// SPDX-License-Identifier: Apache-2.0
package org.skerry.identity.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.skerry.api.PeerId;
import org.skerry.spi.identity.Envelopes;
import org.skerry.spi.identity.Identity;
import org.skerry.spi.identity.Purpose;
import org.skerry.spi.identity.SealKey;
import org.skerry.spi.signaling.Inbox;
import org.skerry.spi.transport.TransportCertificate;

/**
 * The identity of this node, out of a folder. One process at a time has the folder open. Thread-safe. After
 * {@link #close()} the keys are gone from memory: signing throws {@link IllegalStateException}, opening refuses.
 */
public final class LocalIdentity implements Identity, AutoCloseable {

    private final IdentityFolder folder;
    private final SigningKey key;
    private final PeerId self;
    private final long incarnation;
    private final SealKeys sealKeys;
    private final TransportCertificates certificates;
    private final Envelopes envelopes;
    private volatile @Nullable Daily daily;

    /** The inbox that was asked for last: it is asked for again with each signal, and takes a key to be made. */
    private record Daily(long day, Inbox inbox) {}

    private LocalIdentity(
            IdentityFolder folder,
            SigningKey key,
            long incarnation,
            SealKeys sealKeys,
            Clock clock,
            SecureRandom random) {
        this.folder = folder;
        this.key = key;
        this.self = PeerId.of(key.publicKey());
        this.incarnation = incarnation;
        this.sealKeys = sealKeys;
        this.certificates = new TransportCertificates(clock, random);
        this.envelopes = new SealedEnvelopes(this, random);
    }

    /**
     * Opens with the default terms, a new incarnation, and renewals of seal keys on the thread that asks for them.
     *
     * @param directory where the files are; made with a new identity if there is none
     * @param clock the time
     * @param random a strong source
     * @return the identity
     * @throws IOException with a message for people, if a file is damaged or cannot be read or written, or another node
     *     has the folder open
     */
    public static LocalIdentity open(Path directory, Clock clock, SecureRandom random) throws IOException {
        return open(directory, clock, random, SealKeyTerms.DEFAULT, Runnable::run, "");
    }

    /**
     * Opens.
     *
     * @param directory where the files are; made with a new identity if there is none
     * @param clock the time
     * @param random a strong source
     * @param terms how long seal keys live
     * @param disk renews seal keys in the background; may block
     * @param run names a life of the process: the incarnation stays while it does; empty for a new one
     * @return the identity
     * @throws IOException as {@link #open(Path, Clock, SecureRandom)}
     */
    public static LocalIdentity open(
            Path directory, Clock clock, SecureRandom random, SealKeyTerms terms, Executor disk, String run)
            throws IOException {
        IdentityFolder folder = IdentityFolder.open(directory);
        try {
            SigningKey key = folder.loadIdentity(random);
            long incarnation = folder.nextIncarnation(clock.millis(), run);
            SealKeys sealKeys = new SealKeys(folder, key, terms, clock, random, disk);
            return new LocalIdentity(folder, key, incarnation, sealKeys, clock, random);
        } catch (IOException | RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /** {@return what signs, seals and opens with this identity} */
    public Envelopes envelopes() {
        return envelopes;
    }

    /** {@return why what is in memory is not on the disk, if it is not} */
    public Optional<String> problem() {
        return sealKeys.problem();
    }

    @Override
    public PeerId self() {
        return self;
    }

    @Override
    public long incarnation() {
        return incarnation;
    }

    @Override
    public byte[] sign(Purpose purpose, byte[] message) {
        return key.sign(purpose, message);
    }

    @Override
    public boolean verify(PeerId signer, Purpose purpose, byte[] message, byte[] signature) {
        return SigningKey.verify(signer.bytes(), purpose, message, signature);
    }

    @Override
    public SealKey sealKey() {
        return sealKeys.newest().published();
    }

    @Override
    public boolean verify(PeerId owner, SealKey candidate, Instant now) {
        return now.isBefore(candidate.expiry())
                && SealKeyPair.isBound(owner, candidate)
                && !X25519Keys.isSmallOrder(candidate.key());
    }

    @Override
    public Inbox inbox(long epochDay) {
        Daily last = daily;
        if (last == null || last.day() != epochDay) {
            last = new Daily(epochDay, Inbox.of(key.inbox(epochDay)));
            daily = last;
        }
        return last.inbox();
    }

    @Override
    public TransportCertificate certificate(TransportCertificate.Kind kind) {
        return certificates.get(kind);
    }

    /** What is wrong with the files, by their names; reads the disk. */
    Map<String, String> faults() {
        return folder.faults(key);
    }

    /** Writes a file anew, and keeps the old one under another name; writes the disk. */
    void restore(String name, String suffix) throws IOException {
        folder.restore(name, suffix, key, sealKeys.held());
    }

    /** The seal keys that may still be opened with, newest first. */
    List<SealKeyPair> heldSealKeys() {
        return sealKeys.held();
    }

    @Override
    public void close() throws IOException {
        sealKeys.close();
        key.wipe();
        daily = null;
        folder.close();
    }

    @Override
    public String toString() {
        return "LocalIdentity[" + self.shortText() + "]";
    }
}
