// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.swap;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How long nothing comes. */
final class Pauses {

    private Pauses() {}

    /**
     * By how much a swap made the longest time without a chunk longer: the longest one that ends after the swap began and
     * begins within the window that follows, less the longest one that ends in the window before.
     *
     * @param accepted when chunks came, in order
     * @param swap when it began
     * @param window how long before and after
     * @return milliseconds, 0 if it was not longer
     * @throws IllegalArgumentException if no chunk came after the window, so that it may still last
     */
    static double millis(List<Instant> accepted, Instant swap, Duration window) {
        Instant end = swap.plus(window);
        if (accepted.isEmpty() || accepted.get(accepted.size() - 1).isBefore(end)) {
            throw new IllegalArgumentException("nothing came after " + end);
        }
        double before = 0;
        double after = 0;
        for (int i = 1; i < accepted.size(); i++) {
            Instant one = accepted.get(i - 1);
            Instant next = accepted.get(i);
            double pause = Duration.between(one, next).toNanos() / 1e6;
            if (next.isAfter(swap)) {
                after = one.isBefore(end) ? Math.max(after, pause) : after;
            } else if (next.isAfter(swap.minus(window))) {
                before = Math.max(before, pause);
            }
        }
        return Math.max(0, after - before);
    }
}
