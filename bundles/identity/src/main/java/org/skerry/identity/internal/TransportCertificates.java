// SPDX-License-Identifier: Apache-2.0
package org.skerry.identity.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.EnumMap;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.skerry.base.bytes.Hex;
import org.skerry.spi.transport.TransportCertificate;

/**
 * The certificates of this process, self-signed, made when first asked for. They say nothing of who the node is: name,
 * serial number and key are random. Valid from a day before to 30 days after they were made; a process that lives longer
 * goes on with them, because peers bind sessions to a certificate's hash and judge neither its dates nor its issuer.
 * Thread-safe.
 */
final class TransportCertificates {

    static final Duration BACKDATED = Duration.ofDays(1);
    static final Duration VALID = Duration.ofDays(30);

    private final Clock clock;
    private final SecureRandom random;
    private final Map<TransportCertificate.Kind, TransportCertificate> made =
            new EnumMap<>(TransportCertificate.Kind.class);

    TransportCertificates(Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /** The same one at each call. */
    synchronized TransportCertificate get(TransportCertificate.Kind kind) {
        return made.computeIfAbsent(kind, this::make);
    }

    private TransportCertificate make(TransportCertificate.Kind kind) {
        try {
            KeyPair keys = generate(kind);
            return TransportCertificate.of(selfSign(kind, keys), keys.getPrivate());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every JDK since 15 makes " + kind + " certificates", e);
        }
    }

    private KeyPair generate(TransportCertificate.Kind kind) throws GeneralSecurityException {
        boolean edwards = kind == TransportCertificate.Kind.ED25519;
        KeyPairGenerator generator = KeyPairGenerator.getInstance(edwards ? "Ed25519" : "EC");
        generator.initialize(edwards ? NamedParameterSpec.ED25519 : new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    private X509Certificate selfSign(TransportCertificate.Kind kind, KeyPair keys)
            throws GeneralSecurityException, IOException {
        Instant now = clock.instant();
        X500Name name = new X500Name("CN=" + Hex.encode(randomBytes(8)));
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                name,
                new BigInteger(1, randomBytes(16)).setBit(0),
                Date.from(now.minus(BACKDATED)),
                Date.from(now.plus(VALID)),
                name,
                SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
        byte[] der = builder.build(new KeySigner(algorithmName(kind), algorithm(kind), keys.getPrivate()))
                .getEncoded();
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    private static String algorithmName(TransportCertificate.Kind kind) {
        return kind == TransportCertificate.Kind.ED25519 ? "Ed25519" : "SHA256withECDSA";
    }

    private static ASN1ObjectIdentifier algorithm(TransportCertificate.Kind kind) {
        return kind == TransportCertificate.Kind.ED25519
                ? EdECObjectIdentifiers.id_Ed25519
                : X9ObjectIdentifiers.ecdsa_with_SHA256;
    }

    private byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
