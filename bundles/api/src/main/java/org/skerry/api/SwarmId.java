// SPDX-License-Identifier: Apache-2.0
package org.skerry.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Names a swarm, the peers that care for one content. Opaque to all but its members: for fixed content it is
 * SHA-256("skerry/1 swarm" ‖ root), so that knowing a swarm tells nothing of the root, and each kind of swarm gives
 * other ids.
 */
public final class SwarmId extends Id256 implements Comparable<SwarmId> {

    /** What a swarm gathers around; the number is what travels. */
    public enum Kind {
        /** Content that never changes, named by its root chunk. */
        FIXED(1);

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
            return Arrays.stream(values()).filter(it -> it.number == number).findFirst();
        }
    }

    private final Kind kind;

    private SwarmId(Kind kind, byte[] bytes) {
        super(bytes);
        this.kind = kind;
    }

    /**
     * The swarm of fixed content.
     *
     * @param root the root chunk of the manifest
     * @return the swarm id
     */
    public static SwarmId ofRoot(ChunkId root) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("skerry/1 swarm".getBytes(StandardCharsets.US_ASCII));
            digest.update(root.bytes());
            return new SwarmId(Kind.FIXED, digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * Wraps an id that came over the wire.
     *
     * @param kind what it gathers around
     * @param bytes 32 bytes; copied
     * @return the id
     */
    public static SwarmId of(Kind kind, byte[] bytes) {
        return new SwarmId(kind, bytes);
    }

    /** {@return what this swarm gathers around} */
    public Kind kind() {
        return kind;
    }

    @Override
    public int compareTo(SwarmId other) {
        return compareBytes(other);
    }

    @Override
    public String toString() {
        return "swarm:" + Multibase.base32(bytes()).substring(0, 12);
    }
}
