// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.skerry.spi.transport.ChannelBinding;
import org.skerry.spi.transport.Lane;
import org.skerry.spi.transport.Link;
import org.skerry.spi.transport.LinkStats;
import org.skerry.spi.transport.TransportCertificate;

/** What {@link Link} promises about messages. Part of {@link TransportProviderContract}, which is what to extend. */
abstract class LinkContract extends TransportFixture {

    /** Whole, in order, whatever the size. */
    @Test
    public void deliversMessagesOfEverySizeIntactAndInOrderPerLane() {
        LinkPair pair = link();
        List<byte[]> sent = messagesOfManySizes(pair.offering().maxMessageBytes());
        List<ConcurrentLinkedQueue<byte[]>> came =
                List.of(new ConcurrentLinkedQueue<>(), new ConcurrentLinkedQueue<>());
        RecordingListener listener = startAll(
                pair.answering(),
                RecordingListener.passingTo(
                        (lane, message) -> came.get(lane.ordinal()).add(copyOf(message))));
        for (byte[] message : sent) {
            for (Lane lane : Lane.values()) {
                assertSent(pair.offering().send(lane, ByteBuffer.wrap(message)).toCompletableFuture());
            }
        }
        await("Link: \"whole messages, reliable, in order on each lane\"; not as many came as were sent")
                .until(() -> listener.messages() == 2 * sent.size());
        for (Lane lane : Lane.values()) {
            assertThat(came.get(lane.ordinal()).stream().map(ByteBuffer::wrap))
                    .as("Link: \"whole messages, reliable, in order on each lane\" (%s)", lane)
                    .containsExactlyElementsOf(
                            sent.stream().map(ByteBuffer::wrap).toList());
        }
        assertThat(listener.breaches())
                .as("LinkListener: \"one call at a time, on a thread of the transport\"")
                .isEmpty();
    }

    /** A slice in the middle of a buffer is sent as that slice. */
    @Test
    public void sendsFromPositionToLimitOfAnyBuffer() {
        LinkPair pair = link();
        ConcurrentLinkedQueue<ByteBuffer> came = new ConcurrentLinkedQueue<>();
        startAll(pair.answering(), RecordingListener.passingTo((lane, message) -> came.add(message)));
        ByteBuffer direct = ByteBuffer.allocateDirect(100);
        direct.put(40, new byte[] {1, 2, 3}).position(40).limit(43);
        ByteBuffer readOnly =
                ByteBuffer.wrap(new byte[] {9, 4, 5, 9}, 1, 2).slice().asReadOnlyBuffer();
        assertSent(pair.offering().send(Lane.DATA, direct).toCompletableFuture());
        assertSent(pair.offering().send(Lane.DATA, readOnly).toCompletableFuture());
        await("Link.send: \"Sends a message.\" Two were sent").until(() -> came.size() == 2);
        assertThat(came)
                .as("Link.send: \"message: from its position to its limit\"")
                .containsExactly(ByteBuffer.wrap(new byte[] {1, 2, 3}), ByteBuffer.wrap(new byte[] {4, 5}));
    }

    /** Full duplex. */
    @Test
    public void carriesBothDirectionsAtOnce() {
        LinkPair pair = link();
        RecordingListener here = startAll(pair.offering(), RecordingListener.counting());
        RecordingListener there = startAll(pair.answering(), RecordingListener.counting());
        int bytes = 16 * 1024;
        List<CompletableFuture<Void>> stages = sendMany(pair.offering(), Lane.DATA, 1000, bytes);
        stages.addAll(sendMany(pair.answering(), Lane.DATA, 1000, bytes));
        await("Link: \"with backpressure both ways\"")
                .untilAsserted(() -> assertThat(List.of(here.messages(), there.messages()))
                        .as("Link: \"with backpressure both ways\", which must not stop two directions at once")
                        .containsExactly(1000, 1000));
        assertThat(stages)
                .as("Link.send: \"completes when the buffer may be used again\"")
                .allSatisfy(this::assertSent);
        await("Link.bufferedBytes")
                .untilAsserted(() -> assertThat(pair.offering().bufferedBytes())
                        .as("Link.bufferedBytes: \"bytes that were given to send and have not left yet\"; all has left")
                        .isZero());
    }

    /** The maximum is a maximum. */
    @Test
    public void refusesMessagesThatAreEmptyOrTooLong() {
        LinkPair pair = link();
        RecordingListener there = startAll(pair.answering(), RecordingListener.counting());
        for (int bytes : new int[] {0, pair.offering().maxMessageBytes() + 1}) {
            assertThat(failureOf(pair.offering().send(Lane.CONTROL, ByteBuffer.allocate(bytes)), soon()))
                    .as(
                            "Link.send: completes \"exceptionally if the link has closed or the message is too long\","
                                    + " %d bytes",
                            bytes)
                    .isEmpty();
        }
        sendMany(pair.offering(), Lane.CONTROL, 1, 1);
        await("Link.send")
                .untilAsserted(() -> assertThat(there.bytes())
                        .as("Link: \"whole messages, reliable\"; one that was refused leaves the link as it was")
                        .isEqualTo(1));
    }

    /** Concurrent callers. */
    @Test
    public void takesMessagesOfManyThreadsAtOnce() throws InterruptedException {
        LinkPair pair = link();
        int threads = 8;
        int each = 500;
        int[] next = new int[threads];
        AtomicInteger outOfOrder = new AtomicInteger();
        RecordingListener there = startAll(pair.answering(), RecordingListener.passingTo((lane, message) -> {
            int thread = message.getInt();
            outOfOrder.addAndGet(message.getInt() == next[thread]++ ? 0 : 1);
        }));
        List<Thread> senders = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            int number = thread;
            senders.add(new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    ByteBuffer message =
                            ByteBuffer.allocate(600).putInt(number).putInt(i).clear();
                    assertSent(pair.offering().send(Lane.DATA, message).toCompletableFuture());
                }
            }));
        }
        Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();
        senders.forEach(sender -> sender.setUncaughtExceptionHandler((thread, e) -> thrown.add(e)));
        senders.forEach(Thread::start);
        for (Thread sender : senders) {
            sender.join();
        }
        assertThat(thrown)
                .as("Link: \"Every method may be called from any thread, concurrently\"")
                .isEmpty();
        await("Link: \"whole messages, reliable, in order on each lane\"")
                .until(() -> there.messages() == threads * each);
        assertThat(outOfOrder.get())
                .as("Link: \"Every method may be called from any thread, concurrently\", and order on a lane is kept")
                .isZero();
        assertThat(there.breaches())
                .as("LinkListener: \"one call at a time, on a thread of the transport\"")
                .isEmpty();
    }

    /** Both ends see the same two certificates. */
    @Test
    public void bindsTheCertificatesOfBothEnds() throws Exception {
        LinkPair pair = link();
        ChannelBinding here = pair.offering().channelBinding();
        ChannelBinding there = pair.answering().channelBinding();
        assertThat(here.local())
                .as("ChannelBinding: \"that each end showed in the handshake\"")
                .isEqualTo(there.remote())
                .isNotEqualTo(here.remote());
        assertThat(here.remote())
                .as("ChannelBinding: \"that each end showed in the handshake\"")
                .isEqualTo(there.local());
        List<byte[]> own = new ArrayList<>();
        for (TransportCertificate.Kind kind : TransportCertificate.Kind.values()) {
            byte[] der = offeringContext.certificate(kind).certificate().getEncoded();
            own.add(MessageDigest.getInstance("SHA-256").digest(der));
        }
        assertThat(own)
                .as("ChannelBinding.local: \"of this end's certificate\", which is one of those that the node gave")
                .anyMatch(fingerprint -> Arrays.equals(fingerprint, here.local()));
    }

    /** The statistics move. */
    @Test
    public void countsWhatItMoves() {
        LinkPair pair = link();
        startAll(pair.answering(), RecordingListener.counting());
        sendMany(pair.offering(), Lane.DATA, 10, 10_000);
        await("LinkStats").untilAsserted(() -> {
            LinkStats out = pair.offering().stats();
            LinkStats in = pair.answering().stats();
            assertThat(out.bytesOut())
                    .as("LinkStats: \"bytesOut: bytes of messages sent\"")
                    .isBetween(100_000L, 150_000L);
            assertThat(in.bytesIn())
                    .as("LinkStats: \"bytesIn: bytes of messages received\"")
                    .isBetween(100_000L, 150_000L);
            assertThat(out.route())
                    .as("LinkStats: \"route: a few words for people\"")
                    .isNotBlank();
        });
    }

    private static List<byte[]> messagesOfManySizes(int max) {
        List<byte[]> messages = new ArrayList<>();
        Random random = new Random(7);
        int[] sizes = {1, 2, 3, 100, 1199, 1200, 1201, 16383, 16384, max / 2, max - 1, max};
        for (int round = 0; round < 3; round++) {
            for (int size : sizes) {
                byte[] message = new byte[Math.min(size, max)];
                random.nextBytes(message);
                messages.add(message);
            }
        }
        return messages;
    }

    private static byte[] copyOf(ByteBuffer message) {
        byte[] copy = new byte[message.remaining()];
        message.get(copy);
        return copy;
    }

    final void assertSent(CompletableFuture<Void> stage) {
        assertThat(stage)
                .as("Link.send: \"completes when the buffer may be used again\"")
                .succeedsWithin(patience());
    }
}
