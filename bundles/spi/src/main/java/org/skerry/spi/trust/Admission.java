// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.trust;

/** A verdict on a peer that wants to come in. */
public final class Admission {

    private static final Admission ADMITTED = new Admission(true, "");

    private final boolean admitted;
    private final String reason;

    private Admission(boolean admitted, String reason) {
        this.admitted = admitted;
        this.reason = reason;
    }

    /** {@return it may come in} */
    public static Admission admitted() {
        return ADMITTED;
    }

    /**
     * It may not come in.
     *
     * @param reason one line for the log of this node; the peer is not told
     * @return the refusal
     */
    public static Admission refused(String reason) {
        return new Admission(false, reason);
    }

    /** {@return whether it may come in} */
    public boolean isAdmitted() {
        return admitted;
    }

    /** {@return why not, else empty} */
    public String reason() {
        return reason;
    }
}
