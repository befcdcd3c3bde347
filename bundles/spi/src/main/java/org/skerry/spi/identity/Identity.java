// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.identity;

import java.time.Instant;
import org.osgi.annotation.versioning.ProviderType;
import org.skerry.api.PeerId;
import org.skerry.spi.signaling.Inbox;
import org.skerry.spi.transport.TransportCertificate;

/** The keys of this node. Thread-safe; nothing blocks for longer than a signature takes. */
@ProviderType
public interface Identity {

    /** {@return who this node is} */
    PeerId self();

    /**
     * A number that grows with every start of this node: a higher one displaces what a dead process of the same node left.
     *
     * @return constant for the life of the process, greater than in any process before
     */
    long incarnation();

    /**
     * Signs with the identity key (Ed25519, RFC 8032).
     *
     * @param purpose separates the uses of the key; the signature covers the purpose's label and the message
     * @param message what to sign
     * @return 64 bytes
     */
    byte[] sign(Purpose purpose, byte[] message);

    /**
     * Checks a signature of any peer.
     *
     * @param signer who is said to have signed
     * @param purpose what for
     * @param message what was signed, exactly as received
     * @param signature as received
     * @return true if it is right; never throws for bad input
     */
    boolean verify(PeerId signer, Purpose purpose, byte[] message, byte[] signature);

    /** {@return the key to which others seal what they send to this node; it is rotated, so ask each time} */
    SealKey sealKey();

    /**
     * Whether a seal key is signed by its owner and in force.
     *
     * @param owner who is said to own it
     * @param key as received
     * @param now the time
     * @return true if it may be used
     */
    boolean verify(PeerId owner, SealKey key, Instant now);

    /**
     * The inbox of this node on a day: SHA-256 of the public half of a key derived from the identity for that day, so that
     * it is linked to no other day, and ownership can be proved.
     *
     * @param epochDay days since 1970-01-01, UTC
     * @return the inbox
     */
    Inbox inbox(long epochDay);

    /**
     * The certificate for transports, made for this process.
     *
     * @param kind which key
     * @return the same one at each call
     */
    TransportCertificate certificate(TransportCertificate.Kind kind);
}
