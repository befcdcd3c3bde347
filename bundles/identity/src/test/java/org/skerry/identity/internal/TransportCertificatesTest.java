// SPDX-License-Identifier: Apache-2.0
package org.skerry.identity.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.skerry.spi.transport.TransportCertificate;

class TransportCertificatesTest {

    private static final char[] NO_PASSWORD = {};

    private final MovableClock clock = new MovableClock();
    private final TransportCertificates here = new TransportCertificates(clock, new SecureRandom());
    private final TransportCertificates there = new TransportCertificates(clock, new SecureRandom());

    @ParameterizedTest
    @EnumSource
    void signsItselfForAMonth(TransportCertificate.Kind kind) throws Exception {
        X509Certificate certificate = here.get(kind).certificate();
        certificate.verify(certificate.getPublicKey());
        assertThat(certificate.getNotBefore())
                .isBeforeOrEqualTo(Date.from(clock.instant().minus(Duration.ofDays(1))))
                .isAfter(Date.from(clock.instant().minus(Duration.ofDays(1)).minusSeconds(2)));
        assertThat(certificate.getNotAfter())
                .isAfter(Date.from(clock.instant().plus(Duration.ofDays(30)).minusSeconds(2)));
        assertThat(certificate.getVersion()).isEqualTo(3);
        assertThat(certificate.getSerialNumber()).isPositive();
        String algorithm = certificate.getSigAlgName();
        assertThat(algorithm).isEqualTo(kind == TransportCertificate.Kind.P256 ? "SHA256withECDSA" : "Ed25519");
    }

    @ParameterizedTest
    @EnumSource
    void isTheSameInOneProcessAndRandomOtherwise(TransportCertificate.Kind kind) {
        X509Certificate mine = here.get(kind).certificate();
        X509Certificate other = there.get(kind).certificate();
        assertThat(here.get(kind).certificate()).isSameAs(mine);
        assertThat(other.getSubjectX500Principal()).isNotEqualTo(mine.getSubjectX500Principal());
        assertThat(other.getSerialNumber()).isNotEqualTo(mine.getSerialNumber());
        assertThat(other.getPublicKey()).isNotEqualTo(mine.getPublicKey());
    }

    @ParameterizedTest
    @EnumSource
    void registersNoProvider(TransportCertificate.Kind kind) {
        here.get(kind);
        assertThat(Security.getProvider("BC")).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void provesBothSidesInTls13(TransportCertificate.Kind kind) throws Exception {
        TransportCertificate server = here.get(kind);
        TransportCertificate client = there.get(kind);
        SSLEngine accepting = engine(server, client.certificate());
        accepting.setUseClientMode(false);
        accepting.setNeedClientAuth(true);
        SSLEngine dialling = engine(client, server.certificate());
        dialling.setUseClientMode(true);

        handshake(dialling, accepting);

        assertThat(accepting.getSession().getProtocol()).isEqualTo("TLSv1.3");
        assertThat(accepting.getSession().getPeerCertificates()).containsExactly(client.certificate());
        assertThat(dialling.getSession().getPeerCertificates()).containsExactly(server.certificate());
    }

    private static SSLEngine engine(TransportCertificate own, X509Certificate expected) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        store.setKeyEntry("own", own.key(), NO_PASSWORD, new Certificate[] {own.certificate()});
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, NO_PASSWORD);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(keys.getKeyManagers(), new TrustManager[] {new Pinned(expected)}, null);
        SSLEngine engine = context.createSSLEngine();
        engine.setEnabledProtocols(new String[] {"TLSv1.3"});
        return engine;
    }

    /** Accepts one certificate, whoever issued it. */
    private record Pinned(X509Certificate expected) implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            assertThat(chain).containsExactly(expected);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            assertThat(chain).containsExactly(expected);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private static void handshake(SSLEngine client, SSLEngine server) throws Exception {
        ByteBuffer toServer = ByteBuffer.allocate(64 * 1024);
        ByteBuffer toClient = ByteBuffer.allocate(64 * 1024);
        client.beginHandshake();
        server.beginHandshake();
        boolean clientDone = false;
        boolean serverDone = false;
        for (int step = 0; step < 100 && !(clientDone && serverDone); step++) {
            clientDone |= step(client, toClient, toServer);
            serverDone |= step(server, toServer, toClient);
        }
        assertThat(clientDone && serverDone).isTrue();
    }

    /** One step of one side; whether it has finished. */
    private static boolean step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws Exception {
        ByteBuffer nothing = ByteBuffer.allocate(64 * 1024);
        SSLEngineResult result;
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> {
                Runnable task = engine.getDelegatedTask();
                while (task != null) {
                    task.run();
                    task = engine.getDelegatedTask();
                }
                return false;
            }
            case NEED_WRAP -> result = engine.wrap(ByteBuffer.allocate(0), out);
            default -> {
                in.flip();
                result = engine.unwrap(in, nothing);
                in.compact();
            }
        }
        return result.getHandshakeStatus() == HandshakeStatus.FINISHED
                || engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }
}
