// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.transport;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/**
 * An ephemeral certificate and its key.
 */
public final class TransportCertificate {

    /** Which kind of key. */
    public enum Kind {
        /** Ed25519, for TLS 1.3. */
        ED25519,
        /** ECDSA on P-256, for DTLS in WebRTC. */
        P256
    }

    private final X509Certificate certificate;
    private final PrivateKey key;

    private TransportCertificate(X509Certificate certificate, PrivateKey key) {
        this.certificate = certificate;
        this.key = key;
    }

    /**
     * Joins the two.
     *
     * @param certificate self-signed
     * @param key its private key
     * @return the pair
     */
    public static TransportCertificate of(X509Certificate certificate, PrivateKey key) {
        return new TransportCertificate(certificate, key);
    }

    /** {@return the certificate} */
    public X509Certificate certificate() {
        return certificate;
    }

    /** {@return its private key} */
    public PrivateKey key() {
        return key;
    }
}
