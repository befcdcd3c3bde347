// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.session;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.skerry.spi.transport.Lane;

/**
 * What the side that chose a link has for its data lane before it has heard the other side there. The lanes of a link are not in
 * order with each other: sent at once, it might arrive before the USE that says what it belongs to. Its user keeps threads apart.
 */
final class Holdback {

    private record Kept(ByteBuffer frame, CompletableFuture<Void> sent) {}

    private final ArrayDeque<Kept> kept = new ArrayDeque<>();
    private final AtomicLong bytes = new AtomicLong();

    CompletionStage<Void> keep(ByteBuffer frame) {
        Kept next = new Kept(frame, new CompletableFuture<>());
        kept.add(next);
        bytes.addAndGet(frame.remaining());
        return next.sent();
    }

    /** How much it keeps; from any thread. */
    long bytes() {
        return bytes.get();
    }

    /** Sends all of it, in order. */
    void release(Carrier to) {
        for (Kept each : empty()) {
            to.send(Lane.DATA, each.frame()).whenComplete((sent, failed) -> end(each, failed));
        }
    }

    /** Gives all of it up. */
    void lose() {
        Throwable why = new LinkGoneException("the link has closed");
        empty().forEach(each -> end(each, why));
    }

    private static void end(Kept each, Throwable failed) {
        if (failed == null) {
            each.sent().complete(null);
        } else {
            each.sent().completeExceptionally(failed);
        }
    }

    private List<Kept> empty() {
        List<Kept> all = new ArrayList<>(kept);
        kept.clear();
        bytes.set(0);
        return all;
    }
}
