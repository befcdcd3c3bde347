// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.skerry.exchange.internal.flow.ExchangeContext;
import org.skerry.exchange.internal.local.Sources;

/**
 * The bytes that chunks may take. What is about to be written is counted before it is, so the stores never hold more than the
 * quota, whatever is being fetched. Confined to the loop.
 */
final class Room {

    private static final int SLACK_PART = 64;
    private static final long MOST_SLACK = 256 << 20;

    private record Waiting(Holding holding, int length, CompletableFuture<Boolean> granted) {}

    private final ExchangeContext context;
    private final Sources sources;
    private final Runnable shortage;
    private final List<Waiting> waiting = new ArrayList<>();
    private long reserved;

    /** @param shortage called when there is too little; to make room, and then {@link #settle} or {@link #giveUp} */
    Room(ExchangeContext context, Sources sources, Runnable shortage) {
        this.context = context;
        this.sources = sources;
        this.shortage = shortage;
    }

    private long quota() {
        return context.settings().cache().quota();
    }

    /**
     * Asks for room, and waits while it is made.
     *
     * @param waits false to get it at once or not at all
     * @return whether there is; then {@link #release} follows
     */
    CompletionStage<Boolean> reserve(Holding holding, int length, boolean waits) {
        if (quota() == 0 || waiting.isEmpty() && fits(length)) {
            reserved += length;
            return CompletableFuture.completedFuture(true);
        }
        if (!waits) {
            return CompletableFuture.completedFuture(false);
        }
        CompletableFuture<Boolean> granted = new CompletableFuture<>();
        waiting.add(new Waiting(holding, length, granted));
        shortage.run();
        return granted;
    }

    private boolean fits(long length) {
        return sources.usage() + reserved + length <= quota();
    }

    /** What was reserved is in a store, or is not to come. */
    void release(int length) {
        reserved -= length;
    }

    /** {@return bytes that have to go, a little more than is needed now; 0 if none} */
    long over() {
        if (quota() == 0) {
            return 0;
        }
        long wanted = waiting.stream().mapToLong(Waiting::length).sum();
        long over = sources.usage() + reserved + wanted - quota();
        return over <= 0 ? 0 : over + Math.min(quota() / SLACK_PART, MOST_SLACK);
    }

    /** {@return whether a write of a holding waits} */
    boolean awaits(Holding holding) {
        return waiting.stream().anyMatch(it -> it.holding() == holding);
    }

    /** Grants what fits now, in order. */
    void settle() {
        while (!waiting.isEmpty() && (quota() == 0 || fits(waiting.get(0).length()))) {
            Waiting next = waiting.remove(0);
            reserved += next.length();
            next.granted().complete(true);
        }
    }

    /** No more room can be made now. @return who gets none */
    List<Holding> giveUp() {
        List<Waiting> refused = new ArrayList<>(waiting);
        waiting.clear();
        refused.forEach(it -> it.holding().refused(true));
        refused.forEach(it -> it.granted().complete(false));
        return refused.stream().map(Waiting::holding).distinct().toList();
    }
}
