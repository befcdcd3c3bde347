// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.identity;

import org.osgi.annotation.versioning.ProviderType;
import org.skerry.api.SwarmId;
import org.skerry.spi.signaling.Topic;

/**
 * Signs and seals signals, opens and checks them. Directed ones use HPKE base mode (RFC 9180: DHKEM(X25519, HKDF-SHA-256),
 * HKDF-SHA-256, AES-256-GCM; info "skerry/1 signal"; aad = the exact outer header) with an Ed25519 signature inside. What is
 * said to a swarm travels under an AEAD key of swarm and day. Stateless: replay, clock skew and expiry are judged by the
 * caller. Thread-safe; never throws for hostile input.
 */
@ProviderType
public interface Envelopes {

    /**
     * Signs and seals to one receiver. {@code sender} must be this node and {@code receiver} present.
     *
     * @param signal what to send
     * @param to the receiver's seal key, verified
     * @return the envelope
     */
    byte[] seal(Signal signal, SealKey to);

    /**
     * Signs and seals to the members of a swarm on a day. {@code sender} must be this node and {@code receiver} absent.
     *
     * @param signal what to send
     * @param swarm the swarm
     * @param epochDay days since 1970-01-01, UTC
     * @return the envelope
     */
    byte[] seal(Signal signal, SwarmId swarm, long epochDay);

    /**
     * Opens an envelope that came to this node's inbox: right receiver, right signature.
     *
     * @param envelope as received
     * @return the signal, or why it is refused
     */
    Opened open(byte[] envelope);

    /**
     * Opens an envelope that was announced to a swarm: right key, right signature.
     *
     * @param envelope as received
     * @param swarm the swarm
     * @param epochDay the day of the topic under which it came
     * @return the signal, or why it is refused
     */
    Opened open(byte[] envelope, SwarmId swarm, long epochDay);

    /**
     * Whether it is worth the public-key operations to {@link #open(byte[])} this. Cheap: what is not sealed to a key of this
     * node does not pass, unless its sender knows that key.
     *
     * @param envelope as received
     * @return false if it would be refused for sure
     */
    default boolean plausible(byte[] envelope) {
        return true;
    }

    /**
     * Whether it is worth the check of a signature to {@link #open(byte[], SwarmId, long)} this. Cheap: what was not sealed by
     * someone who knows the swarm does not pass.
     *
     * @param envelope as received
     * @param swarm the swarm
     * @param epochDay the day of the topic under which it came
     * @return false if it would be refused for sure
     */
    default boolean plausible(byte[] envelope, SwarmId swarm, long epochDay) {
        return true;
    }

    /**
     * The blinded topic of a swarm on a day (HKDF of the swarm id and the day).
     *
     * @param swarm the swarm
     * @param epochDay days since 1970-01-01, UTC
     * @return the topic
     */
    Topic topic(SwarmId swarm, long epochDay);

    /** {@return by how many bytes an envelope is longer than the body in it, at most} */
    int overheadBytes();
}
