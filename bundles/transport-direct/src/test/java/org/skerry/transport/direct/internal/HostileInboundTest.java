// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.direct.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.skerry.api.PeerId;
import org.skerry.base.bytes.Hex;
import org.skerry.spi.transport.CloseReason;
import org.skerry.spi.transport.Lane;
import org.skerry.spi.transport.Link;
import org.skerry.spi.transport.Negotiation;
import org.skerry.spi.transport.NegotiationContext;
import org.skerry.spi.transport.TransportCertificate;
import org.skerry.testkit.transport.LinkPair;
import org.skerry.testkit.transport.RecordingListener;
import org.skerry.testkit.transport.TransportContexts;

@Timeout(30)
class HostileInboundTest {

    private static final int MAX_PENDING = 8;
    private static final Duration PREFACE_TIMEOUT = Duration.ofSeconds(3);
    private static final byte[] ID = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private DirectTransport transport;
    private InetSocketAddress door;

    @BeforeEach
    void open() throws IOException {
        InboundLimits.Settings limits = new InboundLimits.Settings(MAX_PENDING, 1000, PREFACE_TIMEOUT);
        transport = DirectTransport.open(
                Loopback.settings(0, limits), TransportContexts.ephemeral("hostile"), closed -> {});
        door = transport.listening().get(0);
    }

    @AfterEach
    void close() {
        transport.close();
    }

    @Test
    void closesOnGarbage() throws IOException {
        byte[] garbage = new byte[100_000];
        new Random(3).nextBytes(garbage);
        try (Stranger stranger = Stranger.plain(door)) {
            assertThat(stranger.write(Arrays.copyOf(garbage, 500)).readToEnd()).isLessThan(100);
        }
        try (Stranger stranger = Stranger.plain(door)) {
            // The other side closes before it has read all of it.
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 1000; i++) {
                            stranger.write(garbage);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        stillServes();
    }

    @Test
    void closesWhoSaysNothingWhenTheTimeIsUp() throws IOException {
        long start = System.nanoTime();
        try (Stranger stranger = Stranger.plain(door)) {
            assertThat(stranger.readToEnd()).isZero();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(PREFACE_TIMEOUT.minusMillis(50), Duration.ofSeconds(10));
    }

    @Test
    void closesWhoShakesHandsAndThenNamesNothing() throws Exception {
        try (Stranger stranger = Stranger.tls(door, Stranger.context(Stranger.certificate()))) {
            assertThat(stranger.write(new byte[3]).readToEnd()).isZero();
        }
    }

    @Test
    void closesOnAnUnknownNegotiation() throws Exception {
        try (Stranger stranger = Stranger.tls(door, Stranger.context(Stranger.certificate()))) {
            assertThat(stranger.write(preface(ID)).readToEnd()).isZero();
        }
        stillServes();
    }

    @Test
    void refusesAClientWithoutCertificate() throws Exception {
        SSLContext bare = Stranger.context(new KeyManager[0], new PinnedTrust(null));
        offer(new byte[32]);
        try (Stranger stranger = Stranger.tls(door, bare)) {
            assertThatThrownBy(() -> stranger.write(preface(ID)).read(1)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void refusesOlderTls() throws Exception {
        SSLContext context = Stranger.context(Stranger.certificate());
        assertThatThrownBy(() -> Stranger.tls(door, context, "TLSv1.2")).isInstanceOf(IOException.class);
    }

    @Test
    void resumesNothing() throws Exception {
        AtomicInteger shown = new AtomicInteger();
        SSLContext once = Stranger.context(
                new KeyManager[] {new OwnCertificate(Stranger.certificate())}, new CountingTrust(shown));
        for (int i = 0; i < 3; i++) {
            try (Stranger stranger = Stranger.tls(door, once)) {
                // Takes the tickets, if there are any.
                stranger.write(preface(ID)).readToEnd();
            }
        }
        assertThat(shown.get()).as("a resumed handshake shows no certificate").isEqualTo(3);
    }

    @Test
    void refusesARightIdWithAWrongCertificateAndWaitsForTheRightOne() throws Exception {
        TransportCertificate right = Stranger.certificate();
        Negotiation negotiation = offer(Stranger.fingerprint(right));
        try (Stranger wrong = Stranger.tls(door, Stranger.context(Stranger.certificate()))) {
            assertThat(wrong.write(preface(ID)).readToEnd()).isZero();
        }
        assertThat(negotiation.link().toCompletableFuture()).isNotDone();
        try (Stranger peer = Stranger.tls(door, Stranger.context(right))) {
            byte[] reply = peer.write(preface(ID)).read(Preface.BYTES + 1);
            assertThat(reply[Preface.BYTES]).isEqualTo(Preface.GO);
            assertThat(negotiation.link().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(5));
        }
    }

    @Test
    void picksExactlyOneConnection() throws Exception {
        TransportCertificate right = Stranger.certificate();
        offer(Stranger.fingerprint(right));
        List<Stranger> peers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            peers.add(Stranger.tls(door, Stranger.context(right)));
        }
        for (Stranger peer : peers) {
            peer.write(preface(ID));
        }
        int picked = 0;
        for (Stranger peer : peers) {
            picked += peer.comes(Preface.BYTES + 1) ? 1 : 0;
        }
        assertThat(picked).isOne();
        for (Stranger peer : peers) {
            peer.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"7fffffff01", "0000000001", "0004000101", "0000000403", "00000002020000"})
    void closesALinkThatBreaksTheRecordLayout(String record) throws Exception {
        TransportCertificate right = Stranger.certificate();
        Negotiation negotiation = offer(Stranger.fingerprint(right));
        try (Stranger peer = Stranger.tls(door, Stranger.context(right))) {
            peer.write(preface(ID)).read(Preface.BYTES + 1);
            Link link = negotiation.link().toCompletableFuture().get(5, TimeUnit.SECONDS);
            RecordingListener listener = RecordingListener.counting();
            link.start(listener);
            link.request(10);
            CompletableFuture<Void> last =
                    link.send(Lane.DATA, ByteBuffer.allocate(100)).toCompletableFuture();
            peer.write(Hex.decode(record));
            Awaitility.await().untilAsserted(() -> assertThat(listener.ends()).containsExactly(CloseReason.PROTOCOL));
            assertThat(listener.messages()).isZero();
            Awaitility.await().until(last::isDone);
        }
    }

    @Test
    void letsOneSourceTakeHalfOfThePendingPlacesOnly() throws IOException {
        List<Stranger> idle = new ArrayList<>();
        for (int i = 0; i < MAX_PENDING / 2; i++) {
            idle.add(Stranger.plain(door));
        }
        long start = System.nanoTime();
        try (Stranger oneTooMany = Stranger.plain(door)) {
            assertThat(oneTooMany.readToEnd()).isZero();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PREFACE_TIMEOUT.minusMillis(500));
        for (Stranger stranger : idle) {
            stranger.readToEnd();
            stranger.close();
        }
        stillServes();
    }

    private void stillServes() throws IOException {
        try (DirectTransport other =
                        DirectTransport.open(Loopback.settings(), TransportContexts.ephemeral("other"), closed -> {});
                LinkPair pair = LinkPair.between(transport, other)) {
            assertThat(pair.offering().maxMessageBytes()).isEqualTo(256 * 1024);
        }
    }

    /** The transport offers, and is answered by someone with that certificate who listens nowhere. */
    private Negotiation offer(byte[] fingerprint) {
        Negotiation negotiation = transport.offer(new NegotiationContext() {
            @Override
            public byte[] id() {
                return ID.clone();
            }

            @Override
            public PeerId remote() {
                return PeerId.of(new byte[32]);
            }

            @Override
            public void emit(byte[] body) {}
        });
        negotiation.signal(new SignalBody(SignalBody.Kind.ANSWER, fingerprint, List.of()).encode());
        return negotiation;
    }

    private static byte[] preface(byte[] id) {
        return new Preface(id, 1 << 20).encode().array();
    }

    /** Trusts anyone, and counts how often it was asked. */
    private static final class CountingTrust extends X509ExtendedTrustManager {

        private final AtomicInteger shown;

        CountingTrust(AtomicInteger shown) {
            this.shown = shown;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
            shown.incrementAndGet();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            shown.incrementAndGet();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            shown.incrementAndGet();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
