// SPDX-License-Identifier: Apache-2.0
package org.skerry.webrtc.host;

/** Figures of a connection. */
public final class RtcStats {

    private final long bytesIn;
    private final long bytesOut;
    private final String local;
    private final String remote;
    private final double rttSeconds;

    private RtcStats(long bytesIn, long bytesOut, String local, String remote, double rttSeconds) {
        this.bytesIn = bytesIn;
        this.bytesOut = bytesOut;
        this.local = local;
        this.remote = remote;
        this.rttSeconds = rttSeconds;
    }

    /**
     * Joins them.
     *
     * @param bytesIn payload of UDP that came over the candidate pair in use
     * @param bytesOut payload of UDP that was sent over it
     * @param local its local candidate: type, protocol, address and port, for people; empty if there is none yet
     * @param remote its remote candidate, likewise
     * @param rttSeconds the last round trip by STUN, in seconds; 0 while unknown
     * @return the figures
     */
    public static RtcStats of(long bytesIn, long bytesOut, String local, String remote, double rttSeconds) {
        return new RtcStats(bytesIn, bytesOut, local, remote, rttSeconds);
    }

    /** {@return payload of UDP that came over the candidate pair in use, in bytes} */
    public long bytesIn() {
        return bytesIn;
    }

    /** {@return payload of UDP that was sent over it, in bytes} */
    public long bytesOut() {
        return bytesOut;
    }

    /** {@return its local candidate, for people; empty if there is none yet} */
    public String local() {
        return local;
    }

    /** {@return its remote candidate, for people; empty if there is none yet} */
    public String remote() {
        return remote;
    }

    /** {@return the last round trip by STUN, in seconds; 0 while unknown} */
    public double rttSeconds() {
        return rttSeconds;
    }
}
