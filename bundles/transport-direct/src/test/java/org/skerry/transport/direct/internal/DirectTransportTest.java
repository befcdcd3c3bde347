// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.direct.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.skerry.spi.transport.Lane;
import org.skerry.spi.transport.Link;
import org.skerry.testkit.ThreadLeaks;
import org.skerry.testkit.transport.LinkPair;
import org.skerry.testkit.transport.RecordingListener;
import org.skerry.testkit.transport.SignalPipe;
import org.skerry.testkit.transport.TransportContexts;

@Timeout(60)
class DirectTransportTest {

    private DirectTransport here;
    private DirectTransport there;

    @BeforeEach
    void open() throws IOException {
        here = open("here");
        there = open("there");
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    private static DirectTransport open(String label) throws IOException {
        return DirectTransport.open(Loopback.settings(), TransportContexts.ephemeral(label), closed -> {});
    }

    @Test
    void theOfferingSideDialsWhenTheOtherCannotReachIt() throws Exception {
        try (SignalPipe pipe = SignalPipe.between(here, there, withAddress(closedPort()), UnaryOperator.identity())) {
            Link link = pipe.offerer().link().toCompletableFuture().get(10, TimeUnit.SECONDS);
            assertThat(link.stats().route())
                    .isEqualTo("tcp " + Endpoints.show(there.listening().get(0)));
            assertThat(pipe.answerer().get().link().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(5));
        }
    }

    @Test
    void bothSidesGiveUpAtOnceWhenNeitherReachesTheOther() throws Exception {
        UnaryOperator<byte[]> astray = withAddress(closedPort());
        try (SignalPipe pipe = SignalPipe.between(here, there, astray, astray)) {
            for (CompletableFuture<Link> link : List.of(
                    pipe.offerer().link().toCompletableFuture(),
                    pipe.answerer().get().link().toCompletableFuture())) {
                assertThatThrownBy(() -> link.get(5, TimeUnit.SECONDS))
                        .hasMessageContaining("neither side can reach an address of the other");
            }
        }
    }

    @Test
    void linksOverTheAddressesOfThisMachineByDefault() throws Exception {
        DirectSettings defaults = DirectSettings.of(DirectSettingsTest.with(Map.of("warm.up", false)));
        assumeTrue(
                !new AddressPolicy(defaults)
                        .dialled(new AddressPolicy(defaults).offered(List.of(new InetSocketAddress("0.0.0.0", 1))))
                        .isEmpty(),
                "SKIPPED: this machine has no address but loopback");
        try (DirectTransport one = DirectTransport.open(defaults, TransportContexts.ephemeral("one"), closed -> {});
                DirectTransport two = DirectTransport.open(defaults, TransportContexts.ephemeral("two"), closed -> {});
                LinkPair pair = LinkPair.between(one, two)) {
            assertThat(pair.answering().stats().route()).startsWith("tcp ").doesNotContain("127.0.0.1");
        }
    }

    @Test
    void linksOverIpv6Loopback() throws Exception {
        DirectSettings six =
                DirectSettings.of(DirectSettingsTest.with(Map.of("warm.up", false, "bind", new String[] {"::1"})));
        assumeTrue(hasIpv6Loopback(), "SKIPPED: this machine has no ::1");
        try (DirectTransport one = DirectTransport.open(six, TransportContexts.ephemeral("one"), closed -> {});
                DirectTransport two = DirectTransport.open(six, TransportContexts.ephemeral("two"), closed -> {});
                LinkPair pair = LinkPair.between(one, two)) {
            assertThat(pair.answering().stats().route()).startsWith("tcp [0:0:0:0:0:0:0:1]:");
        }
    }

    private static boolean hasIpv6Loopback() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void namesThePortThatIsInUseAndTheKeyToSet() throws IOException {
        int taken = here.listening().get(0).getPort();
        DirectTransportProvider second = new DirectTransportProvider(
                Loopback.settings(taken, Loopback.settings().limits()));
        assertThatThrownBy(() -> second.open(TransportContexts.ephemeral("second")))
                .isInstanceOf(IOException.class)
                .hasMessage("org.skerry.transport.direct: port " + taken
                        + " is in use; set another with 'port' in etc/org.skerry.transport.direct.cfg");
    }

    @Test
    void hundredsOfIdleLinksNeedNoThreads() {
        ThreadLeaks threads = ThreadLeaks.since();
        List<LinkPair> pairs = new ArrayList<>();
        List<RecordingListener> listeners = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            LinkPair pair = LinkPair.between(here, there);
            pairs.add(pair);
            RecordingListener listener = RecordingListener.counting();
            pair.answering().start(listener);
            pair.answering().request(100);
            listeners.add(listener);
        }
        threads.assertNone(
                Duration.ofSeconds(20),
                "a link has no thread of its own, and workers go when they idle",
                thread -> thread.getName().startsWith("skerry-direct"));
        pairs.forEach(pair -> pair.offering()
                .send(Lane.DATA, ByteBuffer.allocate(1000))
                .whenComplete((done, failure) -> assertThat(failure).isNull()));
        Awaitility.await()
                .untilAsserted(() -> assertThat(listeners)
                        .allSatisfy(listener -> assertThat(listener.messages()).isEqualTo(1)));
        pairs.forEach(LinkPair::close);
    }

    @Test
    void leavesNoDescriptorBehind() throws Exception {
        assumeTrue(new File("/proc/self/fd").isDirectory(), "SKIPPED: counts descriptors in /proc, which is not here");
        here.close();
        there.close();
        int before = sockets();
        for (int round = 0; round < 3; round++) {
            open();
            List<LinkPair> pairs = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                pairs.add(LinkPair.between(here, there));
            }
            pairs.subList(0, 10).forEach(LinkPair::close);
            here.close();
            there.close();
        }
        Awaitility.await().untilAsserted(() -> assertThat(sockets()).isLessThanOrEqualTo(before));
    }

    @Test
    void deactivationClosesWhatIsOpen() throws Exception {
        DirectTransportProvider provider = new DirectTransportProvider(Loopback.settings());
        ThreadLeaks threads = ThreadLeaks.since();
        provider.open(TransportContexts.ephemeral("one"));
        provider.open(TransportContexts.ephemeral("two"));
        long start = System.nanoTime();
        provider.deactivate();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
        threads.assertNone(
                Duration.ofSeconds(5),
                "deactivation leaves no thread",
                thread -> thread.getName().startsWith("skerry-direct"));
    }

    @Test
    void warmUpEndsWithTheTransport() throws Exception {
        ThreadLeaks threads = ThreadLeaks.since();
        DirectSettings cold = Loopback.settings();
        DirectTransport warming = DirectTransport.open(Loopback.warm(cold), TransportContexts.ephemeral("w"), t -> {});
        Awaitility.await()
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .anyMatch(thread -> thread.getName().equals("skerry-direct-w-tls")));
        warming.close();
        threads.assertNone(
                Duration.ofSeconds(5),
                "closing ends the warm-up",
                thread -> thread.getName().startsWith("skerry-direct-w"));
    }

    private static int sockets() {
        int count = 0;
        for (File descriptor : new File("/proc/self/fd").listFiles()) {
            try {
                String target = Files.readSymbolicLink(descriptor.toPath()).toString();
                count += target.startsWith("socket:") || target.startsWith("anon_inode:") ? 1 : 0;
            } catch (IOException gone) {
                count += 0;
            }
        }
        return count;
    }

    private static InetSocketAddress closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return (InetSocketAddress) socket.getLocalSocketAddress();
        }
    }

    /** Lets an offer or answer lead to another address. */
    private static UnaryOperator<byte[]> withAddress(InetSocketAddress address) {
        return bytes -> {
            try {
                SignalBody body = SignalBody.decode(bytes);
                boolean leads = body.kind() != SignalBody.Kind.EXHAUSTED;
                return new SignalBody(body.kind(), body.fingerprint(), leads ? List.of(address) : List.of()).encode();
            } catch (BrokenProtocolException e) {
                throw new AssertionError(e);
            }
        };
    }
}
