// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.transport;

/** What a link has done, and its route. */
public final class LinkStats {

    private final long bytesIn;
    private final long bytesOut;
    private final String route;

    private LinkStats(long bytesIn, long bytesOut, String route) {
        this.bytesIn = bytesIn;
        this.bytesOut = bytesOut;
        this.route = route;
    }

    /**
     * Makes one.
     *
     * @param bytesIn bytes of messages received, with the framing of the transport where it is known
     * @param bytesOut bytes of messages sent, likewise
     * @param route a few words for people, such as {@code tcp 192.0.2.1:4001} or {@code relay udp 192.0.2.2:50001}
     * @return the statistics
     */
    public static LinkStats of(long bytesIn, long bytesOut, String route) {
        return new LinkStats(bytesIn, bytesOut, route);
    }

    /** {@return bytes received} */
    public long bytesIn() {
        return bytesIn;
    }

    /** {@return bytes sent} */
    public long bytesOut() {
        return bytesOut;
    }

    /** {@return the route, for people} */
    public String route() {
        return route;
    }
}
