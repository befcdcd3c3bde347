// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.peer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.skerry.exchange.internal.flow.CreditWindow;
import org.skerry.exchange.internal.wire.RequestIds;

/** What was asked of a peer in the present epoch and has not come yet. */
public final class Incoming {

    private static final int CANCELLED_KEPT = 4096;

    private final RequestIds ids;
    private final CreditWindow credit;
    private final Map<Long, Request> open = new LinkedHashMap<>();
    private final Set<Long> cancelled = new LinkedHashSet<>();
    private long openBytes;
    private long lastProgress;
    private @Nullable Request partial;
    private @Nullable Request alone;

    /**
     * The beginning of an epoch.
     *
     * @param ids request ids of the epoch
     * @param credit that the peer has
     * @param now monotonic nanoseconds
     */
    public Incoming(RequestIds ids, CreditWindow credit, long now) {
        this.ids = ids;
        this.credit = credit;
        this.lastProgress = now;
    }

    /** {@return request ids of the epoch} */
    public RequestIds ids() {
        return ids;
    }

    /** {@return that the peer has} */
    public CreditWindow credit() {
        return credit;
    }

    /** {@return number of open requests} */
    public int size() {
        return open.size();
    }

    /** {@return bytes that were asked for and have not come, chunks that have begun counted whole} */
    public long openBytes() {
        return openBytes;
    }

    /** {@return open requests, oldest first; a copy} */
    public List<Request> open() {
        return new ArrayList<>(open.values());
    }

    /** Adds a request that is about to be sent. */
    public void add(Request request) {
        alone = open.isEmpty() ? request : alone;
        open.put(request.id(), request);
        openBytes += request.expectedBytes();
        request.want().requests().add(request);
    }

    /** {@return whether nothing else was open when a request was made, so that its answer had to wait for no other} */
    public boolean wasAlone(Request request) {
        return request == alone;
    }

    /** {@return an open request} */
    public Optional<Request> find(long id) {
        return Optional.ofNullable(open.get(id));
    }

    /**
     * Ends a request that was answered.
     *
     * @param request which
     * @return false if it is not open any more
     */
    public boolean remove(Request request) {
        if (open.remove(request.id()) == null) {
            return false;
        }
        openBytes -= request.expectedBytes();
        request.want().requests().remove(request);
        if (partial == request) {
            partial = null;
        }
        return true;
    }

    /** Ends a request that is not to be answered any more; fragments of it may still come. */
    public void cancel(Request request) {
        if (remove(request)) {
            cancelled.add(request.id());
            if (cancelled.size() > CANCELLED_KEPT) {
                cancelled.remove(cancelled.iterator().next());
            }
        }
    }

    /** {@return whether fragments of a request may still come, though nobody waits for them} */
    public boolean cancelled(long id) {
        return cancelled.contains(id);
    }

    /**
     * Notes that a chunk comes in fragments. A peer sends one chunk after the other, so that half of a chunk for each peer is
     * all that has to be kept.
     *
     * @param request of which a fragment came that is not its last
     * @return false if another one is in the middle already
     */
    public boolean partial(Request request) {
        if (partial != null && partial != request) {
            return false;
        }
        partial = request;
        return true;
    }

    /** {@return when something came last, or began to be waited for; monotonic nanoseconds} */
    public long lastProgress() {
        return lastProgress;
    }

    /** Something came, or begins to be waited for. */
    public void progress(long now) {
        lastProgress = now;
    }

    /** Ends the epoch. @return what was open */
    List<Request> close() {
        List<Request> all = open();
        all.forEach(this::remove);
        credit.close();
        return all;
    }
}
