// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.dial;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Puts what one side of a negotiation emitted back in order; each body once. Bounded. */
final class InOrder {

    private static final int MAX_AHEAD = 32;

    private final TreeMap<Integer, byte[]> ahead = new TreeMap<>();
    private int next;

    /** @param first number of the first body to come */
    InOrder(int first) {
        next = first;
    }

    /** Takes a body; returns those that are due now. */
    List<byte[]> take(int index, byte[] body) {
        if (index >= next && index - next < MAX_AHEAD) {
            ahead.putIfAbsent(index, body);
        }
        List<byte[]> due = new ArrayList<>();
        for (byte[] head = ahead.remove(next); head != null; head = ahead.remove(next)) {
            due.add(head);
            next++;
        }
        return due;
    }
}
