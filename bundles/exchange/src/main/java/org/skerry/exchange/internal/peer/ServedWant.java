// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.peer;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.skerry.api.ChunkId;
import org.skerry.api.SwarmId;
import org.skerry.exchange.internal.wire.TrafficClass;

/** A chunk that a peer wants from this node. */
public final class ServedWant {

    /** Class, then priority, then as it came. */
    public static final Comparator<ServedWant> ORDER = Comparator.comparing(ServedWant::traffic)
            .thenComparing(ServedWant::priority, Comparator.reverseOrder())
            .thenComparingLong(it -> it.sequence);

    private final long id;
    private final Outgoing owner;
    private final SwarmId swarm;
    private final ChunkId chunk;
    private final TrafficClass traffic;
    private final int priority;
    private final int from;
    private final int length;
    private final long sequence;
    private @Nullable ByteBuffer bytes;
    private long cost;
    private int end;
    private int at;

    ServedWant(long id, Outgoing owner, Asked asked, ChunkId chunk, long sequence) {
        this.id = id;
        this.owner = owner;
        this.swarm = asked.swarm();
        this.chunk = chunk;
        this.traffic = asked.traffic();
        this.priority = asked.priority();
        this.from = asked.from();
        this.length = asked.length();
        this.sequence = sequence;
        this.at = from;
    }

    /**
     * What the wants of one message have in common.
     *
     * @param swarm in which they are wanted
     * @param traffic class
     * @param priority within the class
     * @param from offset in the chunk
     * @param length bytes from there on, 0 for all
     */
    public record Asked(SwarmId swarm, TrafficClass traffic, int priority, int from, int length) {}

    /** {@return request id} */
    public long id() {
        return id;
    }

    /** {@return the epoch's queue that it belongs to} */
    public Outgoing owner() {
        return owner;
    }

    /** {@return in which it is wanted} */
    public SwarmId swarm() {
        return swarm;
    }

    /** {@return which} */
    public ChunkId chunk() {
        return chunk;
    }

    /** {@return class} */
    public TrafficClass traffic() {
        return traffic;
    }

    /** {@return within the class} */
    public int priority() {
        return priority;
    }

    /**
     * Takes the chunk that was read.
     *
     * @param chunk from position to limit
     * @return false if the range that is wanted lies beyond it
     */
    public boolean loaded(ByteBuffer chunk) {
        ByteBuffer own = chunk.slice();
        if (from >= own.limit()) {
            return false;
        }
        bytes = own;
        cost(own.limit());
        end = length == 0 ? own.limit() : Math.min(own.limit(), from + length);
        return true;
    }

    /** {@return the chunk}; only after {@link #loaded} */
    public ByteBuffer bytes() {
        return Objects.requireNonNull(bytes, "not read yet");
    }

    /** Sets what it counts for in what is read ahead, in bytes. */
    public void cost(long changed) {
        owner.readAhead(changed - cost);
        cost = changed;
    }

    /** {@return offset of the next fragment} */
    public int at() {
        return at;
    }

    /** {@return bytes still to send} */
    public int left() {
        return end - at;
    }

    /** {@return whether nothing of it was sent} */
    public boolean fresh() {
        return at == from;
    }

    /** Counts bytes that were sent. */
    public void sent(int count) {
        at += count;
    }
}
