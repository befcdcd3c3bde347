// SPDX-License-Identifier: Apache-2.0
package org.skerry.webrtc.host;

import java.time.Instant;
import java.util.List;

/** How a connection is made. Immutable; built by {@link #with}. */
public final class RtcSettings {

    /**
     * A STUN or TURN server.
     *
     * @param url {@code stun:}, {@code turn:} or {@code turns:}, as in RFC 7064 and RFC 7065
     * @param user empty for STUN
     * @param password empty for STUN
     */
    public record IceServer(String url, String user, String password) {}

    private final String certificatePem;
    private final String keyPem;
    private final Instant expiry;
    private List<IceServer> servers = List.of();
    private boolean relayOnly;
    private int minPort;
    private int maxPort;

    private RtcSettings(String certificatePem, String keyPem, Instant expiry) {
        this.certificatePem = certificatePem;
        this.keyPem = keyPem;
        this.expiry = expiry;
    }

    private RtcSettings copy() {
        RtcSettings copy = new RtcSettings(certificatePem, keyPem, expiry);
        copy.servers = servers;
        copy.relayOnly = relayOnly;
        copy.minPort = minPort;
        copy.maxPort = maxPort;
        return copy;
    }

    /**
     * Settings with a certificate, no servers and any port.
     *
     * @param certificatePem one X.509 certificate with a key on P-256
     * @param keyPem its private key, PKCS #8
     * @param expiry when the certificate ends
     * @return the settings
     */
    public static RtcSettings with(String certificatePem, String keyPem, Instant expiry) {
        return new RtcSettings(certificatePem, keyPem, expiry);
    }

    /**
     * {@return these, with servers}
     *
     * @param value STUN and TURN servers
     */
    public RtcSettings servers(List<IceServer> value) {
        RtcSettings copy = copy();
        copy.servers = List.copyOf(value);
        return copy;
    }

    /**
     * {@return these, with or without a direct way}
     *
     * @param value true to go through TURN only
     */
    public RtcSettings relayOnly(boolean value) {
        RtcSettings copy = copy();
        copy.relayOnly = value;
        return copy;
    }

    /**
     * {@return these, with a range of UDP ports}
     *
     * @param min lowest, 0 for any
     * @param max highest, 0 for any
     */
    public RtcSettings ports(int min, int max) {
        if (min < 0 || max > 65_535 || min > max) {
            throw new IllegalArgumentException("UDP ports from " + min + " to " + max);
        }
        RtcSettings copy = copy();
        copy.minPort = min;
        copy.maxPort = max;
        return copy;
    }

    /** {@return the certificate as PEM} */
    public String certificatePem() {
        return certificatePem;
    }

    /** {@return its private key as PEM} */
    public String keyPem() {
        return keyPem;
    }

    /** {@return when the certificate ends} */
    public Instant expiry() {
        return expiry;
    }

    /** {@return STUN and TURN servers} */
    public List<IceServer> servers() {
        return servers;
    }

    /** {@return whether only ways through TURN are taken} */
    public boolean relayOnly() {
        return relayOnly;
    }

    /** {@return lowest UDP port, 0 for any} */
    public int minPort() {
        return minPort;
    }

    /** {@return highest UDP port, 0 for any} */
    public int maxPort() {
        return maxPort;
    }
}
