// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.node;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.skerry.api.PeerId;
import org.skerry.base.loop.Loop;

/** What every room may use. Changed on the loop, readable from any thread. */
public final class Node {

    private final Loop loop;
    private final RandomGenerator random;
    private volatile Limits limits;
    private volatile @Nullable Self self;
    private volatile boolean closing;

    /**
     * A node without keys yet.
     *
     * @param loop owns the state of all rooms
     * @param random unpredictable in production: nonces, negotiation ids and resume tokens come from it
     * @param limits in force from the start
     */
    public Node(Loop loop, RandomGenerator random, Limits limits) {
        this.loop = loop;
        this.random = random;
        this.limits = limits;
    }

    /** The loop. */
    public Loop loop() {
        return loop;
    }

    /** The source of randomness. */
    public RandomGenerator random() {
        return random;
    }

    /** Fresh random bytes. */
    public byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** The limits in force; ask each time. */
    public Limits limits() {
        return limits;
    }

    /** Puts other limits in force. */
    public void limits(Limits next) {
        limits = next;
    }

    /** The keys, while the identity services are there. */
    public Optional<Self> self() {
        return Optional.ofNullable(self);
    }

    /** Whether this node has the lower id of two, and so chooses where only one of them may; false while it has none. */
    public boolean isLowerThan(PeerId other) {
        Self now = self;
        return now != null && now.id().compareTo(other) < 0;
    }

    /** Sets or clears the keys. */
    public void self(@Nullable Self next) {
        self = next;
    }

    /** The node stops: what still comes in is dropped, so that nothing keeps the loop from saying goodbye. */
    public void close() {
        closing = true;
    }

    /** Whether the node stops. */
    public boolean closing() {
        return closing;
    }

    /** A label for logs. */
    public String label() {
        Self now = self;
        return now == null ? "unidentified" : now.id().shortText();
    }
}
