// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

/**
 * Counts what comes on one lane against the window that the other end has. The library reads whether anyone takes what it read or
 * not, so this window is what holds the other end back. Confined to the loop.
 */
final class ReceiveLane {

    private int window;
    private long granted;
    private long received;
    private long taken;
    private boolean finished;

    /** @param window how far the other end may be ahead, in bytes */
    ReceiveLane(int window) {
        this.window = window;
    }

    /** Another window from the next grant on; what was granted stays granted. @param bytes how far the other end may be ahead */
    void window(int bytes) {
        window = bytes;
    }

    /** A message came. @return whether the other end was allowed to send it */
    boolean received(int bytes) {
        received += bytes + LinkFrame.MESSAGE_COST;
        return received <= granted;
    }

    /** The listener has taken a message. */
    void taken(int bytes) {
        taken += bytes + LinkFrame.MESSAGE_COST;
    }

    /** {@return whether it is time to let the other end send more: when a quarter of the window has been taken} */
    boolean wantsGrant() {
        return taken + window - granted >= window / 4;
    }

    /** {@return how much the other end may send from now on, counted from the beginning} */
    long grant() {
        granted = Math.max(granted, taken + window);
        return granted;
    }

    /** The other end sends nothing more. */
    void finish() {
        finished = true;
    }

    /** {@return whether it has said so} */
    boolean finished() {
        return finished;
    }
}
