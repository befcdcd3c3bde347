// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.signaling;

/** What became of a frame that was sent. */
public final class Acceptance {

    private static final Acceptance SENT = new Acceptance(true, "");

    private final boolean sent;
    private final String reason;

    private Acceptance(boolean sent, String reason) {
        this.sent = sent;
        this.reason = reason;
    }

    /** {@return the frame is on its way; that says nothing of its arrival} */
    public static Acceptance sent() {
        return SENT;
    }

    /**
     * The frame was not sent.
     *
     * @param reason one line for people
     * @return the refusal
     */
    public static Acceptance refused(String reason) {
        return new Acceptance(false, reason);
    }

    /** {@return whether the frame is on its way} */
    public boolean isSent() {
        return sent;
    }

    /** {@return why it was refused, else empty} */
    public String reason() {
        return reason;
    }

    @Override
    public String toString() {
        return sent ? "sent" : "refused: " + reason;
    }
}
