// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.transport;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.skerry.spi.transport.TransportCertificate;

/**
 * Makes self-signed certificates (RFC 5280 section 4.1) with nothing but the JDK, valid from 2020 to 2049, for tests.
 */
final class EphemeralCertificate {

    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int UTF8_STRING = 0x0C;
    private static final int UTC_TIME = 0x17;
    private static final int VERSION = 0xA0;
    private static final byte[] ED25519 = hex("300506032b6570");
    private static final byte[] ECDSA_SHA256 = hex("300a06082a8648ce3d040302");
    private static final byte[] COMMON_NAME = hex("0603550403");

    private EphemeralCertificate() {}

    static TransportCertificate make(TransportCertificate.Kind kind) {
        try {
            boolean edwards = kind == TransportCertificate.Kind.ED25519;
            KeyPairGenerator generator = KeyPairGenerator.getInstance(edwards ? "Ed25519" : "EC");
            if (!edwards) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            }
            KeyPair keys = generator.generateKeyPair();
            byte[] algorithm = edwards ? ED25519 : ECDSA_SHA256;
            byte[] body = body(algorithm, keys.getPublic().getEncoded());
            Signature signature = Signature.getInstance(edwards ? "Ed25519" : "SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(body);
            byte[] signed = der(SEQUENCE, body, algorithm, der(BIT_STRING, new byte[1], signature.sign()));
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(signed));
            return TransportCertificate.of(certificate, keys.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot make a " + kind + " certificate", e);
        }
    }

    private static byte[] body(byte[] algorithm, byte[] publicKey) {
        byte[] name = der(
                SEQUENCE,
                der(SET, der(SEQUENCE, COMMON_NAME, der(UTF8_STRING, "skerry".getBytes(StandardCharsets.UTF_8)))));
        byte[] serial = new byte[8];
        ThreadLocalRandom.current().nextBytes(serial);
        serial[0] = (byte) (serial[0] & 0x3F | 0x40);
        return der(
                SEQUENCE,
                der(VERSION, der(INTEGER, new byte[] {2})),
                der(INTEGER, serial),
                algorithm,
                name,
                der(SEQUENCE, time("200101000000Z"), time("491231235959Z")),
                name,
                publicKey);
    }

    private static byte[] time(String text) {
        return der(UTC_TIME, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(tag);
        int length = content.size();
        if (length < 128) {
            whole.write(length);
        } else if (length < 256) {
            whole.write(0x81); // DER wants the shortest form, and BoringSSL takes nothing else
            whole.write(length);
        } else {
            whole.write(0x82);
            whole.write(length >>> 8);
            whole.write(length);
        }
        whole.writeBytes(content.toByteArray());
        return whole.toByteArray();
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
