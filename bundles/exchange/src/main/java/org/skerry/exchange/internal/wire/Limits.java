// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.wire;

/** Limits that are part of the protocol, and so the same for everyone. */
public final class Limits {

    /** No chunk is longer, in bytes. */
    public static final int CHUNK_BYTES = 1 << 20;

    /** No frame is longer, header included, in bytes. */
    public static final int FRAME_BYTES = 64 << 10;

    /** No index page lists more. */
    public static final int PAGE_SLOTS = 4096;

    /** Pages in one WANT_HAVE. */
    public static final int PAGES = 64;

    /** Chunks in one WANT. */
    public static final int WANTS = 64;

    /** Wants of one side that may be open at the other. */
    public static final int OPEN_WANTS = 1024;

    /** DATA bytes that may be sent in an epoch before the first CREDIT. */
    public static final long FIRST_CREDIT = 256 << 10;

    /** Longest pause that a BUSY may ask for, in milliseconds. */
    public static final long RETRY_MILLIS = 60_000;

    /** No honest session gets there; so there is always a greater number. */
    public static final long MAX_EPOCH = 1L << 40;

    /** Largest integer on the wire. */
    public static final long MAX_INT = (1L << 53) - 1;

    private Limits() {}
}
