// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** Certificates and keys as text (RFC 7468). */
final class Pem {

    private static final int LINE = 64;
    private static final byte[] END_OF_LINE = "\n".getBytes(StandardCharsets.US_ASCII);

    private Pem() {}

    static String of(X509Certificate certificate) throws CertificateEncodingException {
        return block("CERTIFICATE", certificate.getEncoded());
    }

    static String of(PrivateKey key) {
        return block("PRIVATE KEY", key.getEncoded());
    }

    private static String block(String label, byte[] der) {
        String text = Base64.getMimeEncoder(LINE, END_OF_LINE).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n";
    }
}
