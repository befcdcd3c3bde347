// SPDX-License-Identifier: Apache-2.0
package org.skerry.webrtc.host.internal;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.skerry.webrtc.host.RtcSettings;

/**
 * Looks at a certificate and its key before the native library does: that one kills the process over a malformed PEM. The
 * pair that was right last is remembered. Confined to the native thread.
 */
final class CertificateCheck {

    private static final int P256_BITS = 256;
    private static final byte[] SAMPLE = "sample".getBytes(StandardCharsets.US_ASCII);

    private String rightCertificate = "";
    private String rightKey = "";

    /** @throws IllegalArgumentException if it is not a certificate on P-256 with its key; one line for people */
    void check(RtcSettings settings) {
        if (settings.certificatePem().equals(rightCertificate)
                && settings.keyPem().equals(rightKey)) {
            return;
        }
        try {
            byte[] certificate = block(settings.certificatePem(), "CERTIFICATE");
            Der.check(certificate);
            X509Certificate parsed = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate));
            if (!(parsed.getPublicKey() instanceof ECPublicKey point)
                    || point.getParams().getCurve().getField().getFieldSize() != P256_BITS) {
                throw new IllegalArgumentException("the certificate of a WebRTC connection is not on P-256");
            }
            PrivateKey key = KeyFactory.getInstance("EC")
                    .generatePrivate(new PKCS8EncodedKeySpec(block(settings.keyPem(), "PRIVATE KEY")));
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(key);
            signature.update(SAMPLE);
            byte[] signed = signature.sign();
            signature.initVerify(point);
            signature.update(SAMPLE);
            if (!signature.verify(signed)) {
                throw new IllegalArgumentException("the key does not belong to the certificate of a WebRTC connection");
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "the certificate or key of a WebRTC connection is malformed: " + e.getMessage(), e);
        }
        rightCertificate = settings.certificatePem();
        rightKey = settings.keyPem();
    }

    private static byte[] block(String pem, String label) {
        String begin = "-----BEGIN " + label + "-----";
        String end = "-----END " + label + "-----";
        String text = pem.strip();
        if (!text.startsWith(begin) || !text.endsWith(end) || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a WebRTC connection was given no PEM of one " + label);
        }
        return Base64.getMimeDecoder().decode(text.substring(begin.length(), text.length() - end.length()));
    }
}
