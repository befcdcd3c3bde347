// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.peer;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.skerry.api.ChunkId;
import org.skerry.api.SwarmId;
import org.skerry.exchange.internal.wire.Limits;

/** What a peer wants from this node in the present epoch: wants that wait, are read, are ready to be sent; and pages. */
public final class Outgoing {

    /** What one want or one page that was asked for counts for in the limit of the queue, in bytes. */
    public static final int ENTRY_BYTES = 64;

    /**
     * A page whose HAVE the peer is to be told.
     *
     * @param swarm of the page
     * @param page which
     */
    public record Subscription(SwarmId swarm, ChunkId page) {}

    private final Map<Long, ServedWant> live = new HashMap<>();
    private final TreeSet<ServedWant> waiting = new TreeSet<>(ServedWant.ORDER);
    private final ArrayDeque<ServedWant> ready = new ArrayDeque<>();
    private final Set<Subscription> subscriptions = new LinkedHashSet<>();
    private @Nullable ServedWant sending;
    private long sequence;
    private long readAhead;
    private long credit = Limits.FIRST_CREDIT;
    private long sent;

    /** {@return wants that are open} */
    public int size() {
        return live.size();
    }

    /** {@return what the queue counts for, in bytes} */
    public long queueBytes() {
        return (long) (live.size() + subscriptions.size()) * ENTRY_BYTES;
    }

    /**
     * Adds a want.
     *
     * @param id request id
     * @param asked what its message said
     * @param chunk which chunk
     * @return false if that request id is open already
     */
    public boolean add(long id, ServedWant.Asked asked, ChunkId chunk) {
        ServedWant want = new ServedWant(id, this, asked, chunk, sequence++);
        if (live.putIfAbsent(id, want) != null) {
            return false;
        }
        waiting.add(want);
        return true;
    }

    /** {@return the next want to read} */
    public Optional<ServedWant> head() {
        return waiting.isEmpty() ? Optional.empty() : Optional.of(waiting.first());
    }

    /** Takes the next want to read. */
    public void reading(ServedWant want) {
        waiting.remove(want);
    }

    /** {@return whether a want was neither answered nor taken back} */
    public boolean open(ServedWant want) {
        return live.get(want.id()) == want;
    }

    /** A want has been read and can be sent. */
    public void ready(ServedWant want) {
        ready.add(want);
    }

    /** {@return the want to send a fragment of now} */
    public Optional<ServedWant> sending() {
        if (sending == null) {
            sending = ready.poll();
        }
        return Optional.ofNullable(sending);
    }

    /**
     * Ends a want.
     *
     * @param id request id
     * @return the want, if it was open
     */
    public Optional<ServedWant> remove(long id) {
        ServedWant want = live.remove(id);
        if (want == null) {
            return Optional.empty();
        }
        waiting.remove(want);
        ready.remove(want);
        if (sending == want) {
            sending = null;
        }
        return Optional.of(want);
    }

    /** {@return bytes that have been read and not sent} */
    public long readAhead() {
        return readAhead;
    }

    /** Counts bytes that are read ahead. */
    void readAhead(long delta) {
        readAhead += delta;
    }

    /** {@return DATA bytes that may be sent now} */
    public long creditLeft() {
        return credit - sent;
    }

    /** The peer allows more. A lower limit than before changes nothing. */
    public void credit(long limit) {
        credit = Math.max(credit, limit);
    }

    /** Counts DATA bytes that were sent. */
    public void sent(long bytes) {
        sent += bytes;
    }

    /** The peer is to be told of a page. @return false if it is already */
    public boolean subscribe(Subscription subscription) {
        return subscriptions.add(subscription);
    }

    /** {@return whether the peer is to be told of a page} */
    public boolean subscribed(Subscription subscription) {
        return subscriptions.contains(subscription);
    }

    /** {@return pages of a swarm of which the peer is to be told, in the order in which it asked} */
    public List<Subscription> subscriptions(SwarmId swarm) {
        return subscriptions.stream().filter(it -> it.swarm().equals(swarm)).toList();
    }

    /** Drops the oldest subscription. */
    public void dropOldestSubscription() {
        Iterator<Subscription> oldest = subscriptions.iterator();
        if (oldest.hasNext()) {
            oldest.next();
            oldest.remove();
        }
    }
}
