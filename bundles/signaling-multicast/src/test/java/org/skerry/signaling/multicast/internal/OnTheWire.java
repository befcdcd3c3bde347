// SPDX-License-Identifier: Apache-2.0
package org.skerry.signaling.multicast.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.skerry.spi.signaling.ChannelState;
import org.skerry.spi.signaling.Inbox;
import org.skerry.spi.signaling.Topic;
import org.skerry.testkit.signaling.SignalingNode;

class OnTheWire {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Topic TOPIC = Topic.of(new byte[32]);
    private static final Inbox INBOX =
            Inbox.of("0123456789abcdef0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII));

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    private SignalingNode node(MulticastSettings settings) {
        MulticastSignalingProvider provider = new MulticastSignalingProvider(settings);
        SignalingNode node = new SignalingNode("n" + open.size(), provider);
        open.add(node);
        open.add(provider::stop);
        return node;
    }

    private SignalingNode openNode(MulticastSettings settings) {
        SignalingNode node = node(settings);
        await().atMost(PATIENCE).until(() -> node.state() == ChannelState.OPEN);
        return node;
    }

    @Test
    void directedFramesGoToTheOneAddressWhereTheInboxWasHeard() throws Exception {
        SignalingNode a = openNode(Settings.on(0, "lo"));
        SignalingNode b = openNode(Settings.on(0, "lo"));
        Snoop snoop = new Snoop();
        b.listen(INBOX);
        a.subscribe(TOPIC);
        byte[] unknown = {1};
        a.channel().send(INBOX, unknown);
        await("an inbox not heard of yet is reached by multicast")
                .atMost(PATIENCE)
                .until(() -> b.got(unknown));
        await().atMost(PATIENCE).until(() -> snoop.saw(unknown));

        b.channel().announce(TOPIC, new byte[0]);
        await().atMost(PATIENCE).until(() -> a.calls() > 1);
        byte[] known = {2};
        a.channel().send(INBOX, known);
        await().atMost(PATIENCE).until(() -> b.got(known));
        byte[] last = {3};
        a.channel().announce(TOPIC, last);
        await().atMost(PATIENCE).until(() -> snoop.saw(last));
        assertThat(snoop.saw(known)).isFalse();
    }

    @Test
    void whatArrivesOverSeveralInterfacesIsHeardOnce() {
        SignalingNode a = openNode(Settings.on(1));
        SignalingNode b = openNode(Settings.on(1));
        b.subscribe(TOPIC);
        b.listen(INBOX);
        assertThat(b.reasons()).last().asString().contains("lo").contains("skerry0");
        long before = b.calls();
        for (int i = 0; i < 20; i++) {
            a.channel().announce(TOPIC, new byte[] {(byte) i});
        }
        byte[] last = {99};
        a.channel().send(INBOX, last);
        await().atMost(PATIENCE).until(() -> b.got(last));
        assertThat(b.calls() - before).isEqualTo(21);
    }

    @Test
    void withTtl0NothingLeavesAnInterface() throws Exception {
        assertThat(framesThatLeft(1)).isGreaterThanOrEqualTo(200);
        assertThat(framesThatLeft(0)).isLessThan(50);
    }

    /** Of 200 that are announced, counted at the far end of the cable; the kernel sends some of its own. */
    private long framesThatLeft(int ttl) throws Exception {
        SignalingNode a = openNode(Settings.on(ttl, "skerry0"));
        SignalingNode b = openNode(Settings.on(ttl, "skerry0"));
        b.listen(INBOX);
        long before = receivedAtFarEnd();
        for (int i = 0; i < 200; i++) {
            a.channel().announce(TOPIC, new byte[] {(byte) i});
        }
        byte[] last = {99, (byte) ttl};
        a.channel().send(INBOX, last);
        await().atMost(PATIENCE).until(() -> b.got(last));
        return receivedAtFarEnd() - before;
    }

    private static long receivedAtFarEnd() throws IOException {
        return Long.parseLong(Files.readString(Path.of("/proc/net/dev"))
                .lines()
                .filter(line -> line.strip().startsWith("skerry1:"))
                .map(line -> line.strip().split("\\s+")[2])
                .findFirst()
                .orElseThrow());
    }

    @Test
    void isDownWithoutItsInterfaceAndFollowsItWhenItComesAndGoes() throws Exception {
        SignalingNode a = node(Settings.on(1, "late0"));
        await().atMost(PATIENCE).until(() -> a.state() == ChannelState.DOWN);
        assertThat(a.reasons()).last().isEqualTo("none of the interfaces is up: late0");
        assertThat(a.channel()
                        .send(INBOX, new byte[1])
                        .toCompletableFuture()
                        .get(5, TimeUnit.SECONDS)
                        .reason())
                .contains("late0");
        ip("link add late0 type veth peer name late1");
        ip("address add 10.83.76.1/24 dev late0");
        ip("link set late0 up");
        ip("link set late1 up");
        await().atMost(PATIENCE).until(() -> a.state() == ChannelState.OPEN);
        SignalingNode b = openNode(Settings.on(1, "late0"));
        b.listen(INBOX);
        byte[] frame = {5};
        await().atMost(PATIENCE).until(() -> {
            a.channel().send(INBOX, frame);
            return b.got(frame);
        });
        ip("link delete late0");
        await().atMost(PATIENCE).until(() -> a.state() == ChannelState.DOWN);
    }

    @Test
    void aPortThatIsNotSharedIsAReasonToBeDownAndToTryAgain() throws Exception {
        SignalingNode a;
        try (DatagramSocket taken = new DatagramSocket(null)) {
            taken.setReuseAddress(false);
            taken.bind(new InetSocketAddress(21075));
            a = node(Settings.on(0, "lo"));
            await().atMost(PATIENCE).until(() -> a.state() == ChannelState.DOWN);
            assertThat(a.reasons()).last().asString().contains("UDP port 21075");
        }
        await().atMost(PATIENCE).until(() -> a.state() == ChannelState.OPEN);
    }

    @Test
    void garbageDoesNoHarm() throws Exception {
        SignalingNode a = openNode(Settings.on(0, "lo"));
        SignalingNode b = openNode(Settings.on(0, "lo"));
        b.listen(INBOX);
        Random random = new Random(1);
        try (MulticastSocket attacker = new MulticastSocket()) {
            attacker.setNetworkInterface(NetworkInterface.getByName("lo"));
            for (int i = 0; i < 1000; i++) {
                byte[] garbage = new byte[random.nextInt(2000)];
                random.nextBytes(garbage);
                if (i % 2 == 0 && garbage.length > 4) {
                    ByteBuffer.wrap(garbage)
                            .putShort((short) 0x534B)
                            .put((byte) 1)
                            .put((byte) (1 + i % 3));
                }
                attacker.send(
                        new DatagramPacket(garbage, garbage.length, InetAddress.getByName("239.255.83.75"), 21075));
            }
        }
        byte[] frame = {6};
        await().atMost(PATIENCE).until(() -> {
            a.channel().send(INBOX, frame);
            return b.got(frame);
        });
    }

    @Test
    void closingLeavesNoDescriptor() throws Exception {
        openNode(Settings.on(0, "lo")).close();
        long before = descriptors();
        for (int i = 0; i < 10; i++) {
            openNode(Settings.on(0, "lo")).close();
        }
        await().atMost(PATIENCE).until(() -> descriptors() <= before);
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    @Test
    void moreThanTheAllowedRateIsRefused() throws Exception {
        SignalingNode a =
                openNode(Settings.of(Map.of("ttl", 0, "interfaces", new String[] {"lo"}, "out_per_second", 5)));
        int refused = 0;
        for (int i = 0; i < 50; i++) {
            var acceptance = a.channel()
                    .send(INBOX, new byte[] {(byte) i})
                    .toCompletableFuture()
                    .get(5, TimeUnit.SECONDS);
            refused += acceptance.isSent() ? 0 : 1;
        }
        assertThat(refused).isBetween(20, 40);
    }

    private static void ip(String arguments) throws Exception {
        Process process =
                new ProcessBuilder(("ip " + arguments).split(" ")).inheritIO().start();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    /** A third program on the segment. */
    private final class Snoop {

        private final List<byte[]> payloads = new CopyOnWriteArrayList<>();

        Snoop() throws IOException {
            MulticastSocket socket = new MulticastSocket(21075);
            socket.joinGroup(new InetSocketAddress("239.255.83.75", 21075), NetworkInterface.getByName("lo"));
            Thread thread = new Thread(() -> listen(socket));
            thread.start();
            open.add(() -> {
                socket.close();
                thread.join();
            });
        }

        private void listen(MulticastSocket socket) {
            DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
            try {
                while (true) {
                    packet.setLength(2000);
                    socket.receive(packet);
                    Datagram.parse(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()))
                            .ifPresent(datagram -> payloads.add(datagram.payload()));
                }
            } catch (IOException closed) {
                Thread.currentThread().interrupt();
            }
        }

        boolean saw(byte[] payload) {
            return payloads.stream().anyMatch(seen -> java.util.Arrays.equals(seen, payload));
        }
    }
}
