// SPDX-License-Identifier: Apache-2.0
package org.skerry.webrtc.host.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.onvoid.webrtc.RTCDataChannel;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.skerry.spi.transport.TransportCertificate;
import org.skerry.testkit.transport.TransportContexts;
import org.skerry.webrtc.host.RtcConnection;
import org.skerry.webrtc.host.RtcDescription;
import org.skerry.webrtc.host.RtcSettings;
import org.skerry.webrtc.host.RtcState;

/** What the host does with the native library under it. Not run by itself, see {@link HostTest}. */
final class HostBehaviour {

    private final Factories factories =
            new Factories(new HostSettings(1, 1000, -10), new NativeThread(), new Library());
    private final Lease lease = new Lease(factories);
    private final TransportCertificate certificate =
            TransportContexts.ephemeral("host").certificate(TransportCertificate.Kind.P256);
    private final RtcSettings settings = settings(certificate);

    @BeforeEach
    void skipWithoutTheLibrary() throws Exception {
        Optional<String> obstacle = End.await(lease.obstacle().toCompletableFuture());
        obstacle.ifPresent(why -> Assumptions.abort("SKIPPED: " + why));
    }

    @AfterEach
    void stop() {
        factories.close();
    }

    @Test
    void carriesMessagesBothWaysOnBothChannels() throws Exception {
        End[] pair = End.pair(lease, settings);
        byte[] longest = new byte[RtcConnection.MAX_MESSAGE_BYTES];
        longest[longest.length - 1] = 7;
        assertThat(pair[0].connection.send(0, new byte[] {1}, false)).isTrue();
        assertThat(pair[0].connection.send(1, longest, false)).isTrue();
        assertThat(pair[1].connection.send(1, "fin".getBytes(StandardCharsets.US_ASCII), true))
                .isTrue();
        await().until(() -> pair[1].received() == 2 && pair[0].received() == 1);
        assertThat(pair[1].messages).anySatisfy(it -> assertThat(it).isEqualTo(longest));
        assertThat(pair[0].messages.get(0)).asString().isEqualTo("fin");
    }

    @Test
    void takesNoMessageOfAWrongLength() throws Exception {
        End[] pair = End.pair(lease, settings);
        assertThat(pair[0].connection.send(1, new byte[0], false)).isFalse();
        assertThat(pair[0].connection.send(1, new byte[RtcConnection.MAX_MESSAGE_BYTES + 1], false))
                .isFalse();
        assertThat(pair[0].connection.send(2, new byte[1], false)).isFalse();
        assertThat(pair[0].connection.send(1, new byte[1], false)).isTrue();
        await().until(() -> pair[1].received() == 1);
    }

    @Test
    void takesNoMoreThanTheLibraryCanKeep() throws Exception {
        End[] pair = End.pair(lease, settings);
        pair[1].keeps = false;
        byte[] message = new byte[RtcConnection.MAX_MESSAGE_BYTES];
        long sent = 0;
        while (pair[0].connection.send(1, message, false)) {
            sent += message.length;
        }
        assertThat(pair[0].connection.buffered(1)).isLessThanOrEqualTo(16 << 20);
        long all = sent;
        await().atMost(Duration.ofSeconds(30)).until(() -> pair[1].bytes.get() == all);
    }

    @Test
    void threadsOfTheNetworkGoBeforeThoseThatWork() throws Exception {
        CompletableFuture<Boolean> over = new CompletableFuture<>();
        Thread works = new Thread(over::join, "works");
        works.setPriority(Thread.MIN_PRIORITY);
        works.start();
        int raised = NetworkThreads.mayRaise() ? -10 : 0;
        try {
            End.pair(lease, settings);
            await().untilAsserted(() -> assertThat(niceness())
                    .containsEntry("webrtc_jni_netw", raised)
                    .containsEntry("works", 4));
        } finally {
            over.complete(true);
            works.join();
        }
    }

    private static Map<String, Integer> niceness() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/task"))) {
            return all.map(HostBehaviour::stat).collect(Collectors.toMap(it -> it[0], it -> nice(it[1]), Math::min));
        }
    }

    /** Name, and the fields behind it. See proc(5). */
    private static String[] stat(Path thread) {
        try {
            String line = Files.readString(thread.resolve("stat"));
            int end = line.lastIndexOf(')');
            return new String[] {line.substring(line.indexOf('(') + 1, end), line.substring(end + 2)};
        } catch (IOException e) {
            return new String[] {"ended", "S" + " 0".repeat(16)};
        }
    }

    private static int nice(String fields) {
        return Integer.parseInt(fields.split(" ")[16]);
    }

    @Test
    void theOtherEndSeesItClose() throws Exception {
        End[] pair = End.pair(lease, settings);
        pair[0].connection.close();
        assertThat(End.await(pair[0].end)).isEqualTo("closed by this end");
        assertThat(End.await(pair[1].end)).isEqualTo("a channel was closed by the other end");
        assertThat(pair[0].connection.send(1, new byte[1], false)).isFalse();
        assertThatThrownBy(() -> End.await(pair[0].connection.stats().toCompletableFuture()))
                .hasMessageContaining("closed");
    }

    @Test
    void survivesAListenerThatThrows() throws Exception {
        End[] pair = End.pair(lease, settings);
        pair[1].toThrow = new IllegalStateException("out of a callback");
        pair[0].connection.send(1, new byte[1], false);
        pair[0].connection.send(1, new byte[2], false);
        await().until(() -> pair[1].received() == 2);
    }

    @Test
    void refusesAMalformedCertificateBeforeTheLibrarySeesIt() throws Exception {
        assertThat(refused(pem("CERTIFICATE", new byte[3]), settings.keyPem())).contains("certificate");
        assertThat(refused("nonsense", settings.keyPem())).contains("no PEM");
        assertThat(refused(settings.certificatePem(), pem("PRIVATE KEY", new byte[3])))
                .contains("malformed");
        assertThat(refused(
                        settings.certificatePem(),
                        settings(TransportContexts.ephemeral("other").certificate(TransportCertificate.Kind.P256))
                                .keyPem()))
                .contains("does not belong");
        assertThat(refused(pem("CERTIFICATE", inBer(certificate.certificate().getEncoded())), settings.keyPem()))
                .contains("BER");
        End.pair(lease, settings);
    }

    private String refused(String certificatePem, String keyPem) throws Exception {
        End end = new End();
        end.connection = lease.open(RtcSettings.with(certificatePem, keyPem, Instant.MAX), end);
        return End.await(end.end);
    }

    /** {@return the same certificate with the length of its outer sequence in a longer form} */
    private static byte[] inBer(byte[] der) {
        int header = der[1] == (byte) 0x81 ? 3 : 4;
        byte[] ber = new byte[der.length - header + 5];
        ber[0] = der[0];
        ber[1] = (byte) 0x83;
        ber[3] = (byte) (der.length - header >>> 8);
        ber[4] = (byte) (der.length - header);
        System.arraycopy(der, header, ber, 5, der.length - header);
        return ber;
    }

    @Test
    void endsAtOnceWhenTheOtherEndOpensAChannelOfItsOwn() throws Exception {
        End[] pair = End.pair(lease, settings);
        List<RTCDataChannel> channels = Intruder.open(pair[0].connection, 100);
        assertThat(End.await(pair[1].violation)).isEqualTo("opened a channel of its own");
        assertThat(End.await(pair[1].end)).isEqualTo("the other end opened a channel of its own");
        End.await(pair[0].end);
        assertThat(pair[0].violation).isNotDone();
        await().until(() -> lease.stats().connections() == 0);
        channels.forEach(RTCDataChannel::dispose);
        End.pair(lease, settings);
    }

    @Test
    void givesBackTheReferenceThatAChannelOfTheOtherEndComesWith() throws Exception {
        End[] pair = End.pair(lease, settings);
        List<String> ends = new ArrayList<>();
        ConnectionShim shim = new ConnectionShim(new End(), ends::add);
        for (int i = 0; i < 3; i++) {
            RTCDataChannel channel = Intruder.quiet(pair[0].connection);
            Intruder.Reference librarys = Intruder.Reference.to(channel);
            shim.onDataChannel(channel);
            assertThat(librarys.wasLast()).isTrue();
            pair = End.pair(lease, settings);
        }
        assertThat(ends).containsExactly("the other end opened a channel of its own");
    }

    @Test
    void dropsCandidatesThatAreNone() throws Exception {
        End[] pair = End.pair(lease, settings);
        pair[0].connection.add("nonsense");
        pair[0].connection.add("candidate:1 1 udp 1 10.83.75.1 99999 typ host\r\na=x:y");
        pair[0].connection.add("candidate:1 1 udp 4294967295999 ::::: 99999 typ host");
        pair[0].connection.add("candidate:1 1 udp 1 no-such-name.local 9 typ host generation 0");
        pair[0].connection.send(0, new byte[1], false);
        await().until(() -> pair[1].received() == 1);
    }

    @Test
    void takesNoOtherCertificateThanTheOneItWasTold() throws Exception {
        End offering = new End();
        End answering = new End();
        offering.connection = lease.open(settings, offering);
        answering.connection = lease.open(settings, answering);
        offering.passTo(answering.connection);
        answering.passTo(offering.connection);
        RtcDescription offer = End.await(offering.connection.offer().toCompletableFuture());
        RtcDescription answer = End.await(answering.connection.answer(offer).toCompletableFuture());
        byte[] wrong = answer.fingerprint();
        wrong[0] ^= 1;
        RtcDescription forged = new RtcDescription(answer.ufrag(), answer.password(), wrong, answer.setup());
        End.await(offering.connection.accept(forged).toCompletableFuture());
        assertThat(End.await(offering.failed)).isEqualTo(RtcState.FAILED);
        assertThat(offering.open).isNotDone();
    }

    @Test
    void aLeaseThatEndsClosesWhatWasLeftOpen() throws Exception {
        Lease second = new Lease(factories);
        End[] pair = End.pair(second, settings);
        second.end();
        assertThat(End.await(pair[0].end)).isNotEmpty();
        End.await(pair[1].end);
        await().until(() -> lease.stats().connections() == 0);
        End late = new End();
        second.open(settings, late);
        End.await(late.end);
    }

    @Test
    void replacesAFactoryThatIsWornOutAndDrainsTheOldOne() throws Exception {
        End[] pair = End.pair(lease, settings);
        pair[1].keeps = false;
        for (int i = 0; i < 1000; i++) {
            assertThat(pair[0].connection.send(1, new byte[100], false)).isTrue();
        }
        assertThat(End.await(pair[0].retiring)).isEqualTo("its factory is replaced");
        End.await(pair[1].retiring);
        End[] next = End.pair(lease, settings);
        assertThat(lease.stats().factories()).isEqualTo(2);
        pair[0].connection.send(1, new byte[1], false);
        pair[0].connection.close();
        await().until(() -> lease.stats().factories() == 1);
        next[0].connection.send(1, new byte[1], false);
        await().until(() -> next[1].received() == 1);
        assertThat(lease.stats().rotations()).isEqualTo(1);
    }

    @Test
    void tellsTheCandidatePairInUse() throws Exception {
        End[] pair = End.pair(lease, settings);
        pair[0].connection.send(1, new byte[1000], false);
        await().untilAsserted(() -> {
            var stats = End.await(pair[0].connection.stats().toCompletableFuture());
            assertThat(stats.local()).startsWith("host udp ");
            assertThat(stats.bytesOut()).isGreaterThan(1000);
        });
    }

    @Test
    void leavesNoThreadAndNoDescriptorAndLittleMemory() throws Exception {
        open(50);
        int threads = count("/proc/self/task");
        int descriptors = count("/proc/self/fd");
        long memory = memory();
        open(300);
        assertThat(count("/proc/self/task")).isLessThanOrEqualTo(threads + 2);
        assertThat(count("/proc/self/fd")).isLessThanOrEqualTo(descriptors + 2);
        assertThat(memory() - memory).as("KiB for 300 pairs that were closed").isLessThan(300 * 60);
    }

    private void open(int pairs) throws Exception {
        for (int i = 0; i < pairs; i++) {
            End[] pair = End.pair(lease, settings);
            pair[0].connection.close();
            End.await(pair[1].end);
        }
        await().until(() -> lease.stats().connections() == 0);
        System.gc();
    }

    private static int count(String folder) {
        return new File(folder).list().length;
    }

    private static long memory() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private static RtcSettings settings(TransportCertificate made) {
        try {
            return RtcSettings.with(
                    pem("CERTIFICATE", made.certificate().getEncoded()),
                    pem("PRIVATE KEY", made.key().getEncoded()),
                    made.certificate().getNotAfter().toInstant());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String label, byte[] der) {
        byte[] line = {'\n'};
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, line).encodeToString(der) + "\n-----END " + label + "-----\n";
    }
}
