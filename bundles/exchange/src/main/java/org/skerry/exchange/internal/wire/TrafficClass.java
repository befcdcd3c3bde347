// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.wire;

/** What a want is for; a class is served before the next. Its number on the wire is its ordinal. */
public enum TrafficClass {
    /** Someone waits for this very chunk. */
    INTERACTIVE,
    /** Content that a user fetches. */
    NORMAL,
    /** Synchronisation that nobody watches. */
    BACKGROUND
}
