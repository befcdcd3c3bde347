// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.direct.internal;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.skerry.base.crypto.ConstantTime;
import org.skerry.base.crypto.Sha256;

/**
 * Trusts the one certificate with the pinned SHA-256, names and dates aside. Without a pin it takes any: the accepting side
 * learns only after the handshake which negotiation a connection belongs to, and compares then. Thread-safe.
 */
final class PinnedTrust extends X509ExtendedTrustManager {

    private final byte @Nullable [] pin;

    PinnedTrust(byte @Nullable [] pin) {
        this.pin = pin;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        if (chain.length != 1) {
            throw new CertificateException("expected one certificate, not " + chain.length);
        }
        if (pin != null && !ConstantTime.equal(pin, Sha256.of(chain[0].getEncoded()))) {
            throw new CertificateException("the certificate is not the one that the negotiation pinned");
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
