// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.direct.internal;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.skerry.base.crypto.Sha256;
import org.skerry.spi.transport.TransportCertificate;

/**
 * Makes the TLS engines: TLS 1.3 only (RFC 8446), mutual, AES-GCM. Each has a context of its own, and so session caches and
 * ticket keys that no other connection shares: nothing is ever resumed. Thread-safe.
 */
final class TlsEngines {

    private static final String[] PROTOCOLS = {"TLSv1.3"};
    private static final String[] SUITES = {"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384"};

    private final KeyManager[] keys;
    private final byte[] fingerprint;
    private final SecureRandom random = new SecureRandom();

    TlsEngines(TransportCertificate own) throws IOException {
        keys = new KeyManager[] {new OwnCertificate(own)};
        try {
            fingerprint = Sha256.of(own.certificate().getEncoded());
        } catch (CertificateException e) {
            throw new IOException("the transport's certificate cannot be encoded: " + e.getMessage(), e);
        }
    }

    /** {@return SHA-256 of the own certificate in DER; not a copy} */
    byte[] fingerprint() {
        return fingerprint;
    }

    /** The dialling side, which knows whom it expects. */
    SSLEngine client(byte[] pin) throws IOException {
        return engine(true, pin);
    }

    /** The accepting side. */
    SSLEngine server() throws IOException {
        return engine(false, null);
    }

    /** {@return SHA-256 of the certificate that the other side showed and proved to own} */
    static byte[] remoteFingerprint(SSLEngine engine) throws IOException {
        try {
            return Sha256.of(engine.getSession().getPeerCertificates()[0].getEncoded());
        } catch (SSLPeerUnverifiedException | CertificateException e) {
            throw new BrokenProtocolException("the other side showed no certificate");
        }
    }

    private SSLEngine engine(boolean client, byte @Nullable [] pin) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(keys, new TrustManager[] {new PinnedTrust(pin)}, random);
            SSLEngine engine = context.createSSLEngine();
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setProtocols(PROTOCOLS);
            parameters.setCipherSuites(SUITES);
            parameters.setUseCipherSuitesOrder(true);
            if (!client) {
                parameters.setNeedClientAuth(true);
            }
            engine.setSSLParameters(parameters);
            engine.setUseClientMode(client);
            return engine;
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java has no TLS 1.3: " + e.getMessage(), e);
        }
    }
}
