// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.identity;

import java.time.Instant;
import java.util.Optional;
import org.skerry.api.PeerId;

/**
 * What an envelope holds: signed by its sender, and sealed to its receiver or to a swarm.
 *
 * @param sender who signed it
 * @param receiver who alone can open it; empty for what is said to a swarm
 * @param kind what it is
 * @param negotiation 16 bytes that name the negotiation it belongs to; empty array if none
 * @param sequence grows with each signal of a sender in one process, from 0
 * @param time when it was signed, milliseconds resolution
 * @param expiry until when it means something
 * @param body typed fields, canonical CBOR; their meaning is the business of {@code peering}
 */
public record Signal(
        PeerId sender,
        Optional<PeerId> receiver,
        Kind kind,
        byte[] negotiation,
        long sequence,
        Instant time,
        Instant expiry,
        byte[] body) {

    /** Kinds of signals; the number is what travels. */
    public enum Kind {
        /** To a swarm: I am here, at this inbox, with this seal key. */
        ANNOUNCE(1),
        /** To a swarm: who is here? Answered by an announcement to the sender. */
        QUERY(2),
        /** To one peer: an announcement in answer to a query. */
        PRESENCE(3),
        /** To one peer: the offer of a transport. */
        OFFER(4),
        /** To one peer: the answer, or what follows it. */
        NEGOTIATE(5),
        /** To one peer: the negotiation is refused or given up. */
        REJECT(6);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        /** {@return what travels} */
        public int number() {
            return number;
        }

        /**
         * Finds a kind.
         *
         * @param number as received
         * @return the kind, or empty if this node does not know it
         */
        public static Optional<Kind> of(long number) {
            for (Kind kind : values()) {
                if (kind.number == number) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }
}
