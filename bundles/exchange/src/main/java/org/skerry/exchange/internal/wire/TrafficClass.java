// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.wire;

/** What a want is for; a class is served before the next. */
public enum TrafficClass implements Numbered {
    /** Someone waits for this very chunk. */
    INTERACTIVE(0),
    /** Content that a user fetches. */
    NORMAL(1),
    /** Synchronisation that nobody watches. */
    BACKGROUND(2);

    private final int number;

    TrafficClass(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }
}
