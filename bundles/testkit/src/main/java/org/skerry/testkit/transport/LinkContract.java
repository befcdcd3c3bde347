// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

    /** Bytes that no operating system buffers on its own for one connection. */
    private static final int MORE_THAN_FITS = 64 << 20;

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
        await().until(() -> listener.messages() == 2 * sent.size());
        for (Lane lane : Lane.values()) {
            assertThat(came.get(lane.ordinal()).stream().map(ByteBuffer::wrap))
                    .as("Link: \"whole messages, reliable, in order on each lane\" (%s)", lane)
                    .containsExactlyElementsOf(
                            sent.stream().map(ByteBuffer::wrap).toList());
        }
        assertThat(listener.breaches()).isEmpty();
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
        await().until(() -> came.size() == 2);
        assertThat(came)
                .as("Link.send: a message goes \"from its position to its limit\"")
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
        await().untilAsserted(() -> assertThat(List.of(here.messages(), there.messages()))
                .as("Link: \"backpressure both ways\" must not stop two directions at once")
                .containsExactly(1000, 1000));
        assertThat(stages).allSatisfy(LinkContract::assertSent);
        await().untilAsserted(() -> assertThat(pair.offering().bufferedBytes())
                .as("Link.bufferedBytes: what was given \"and has not left yet\"; all has left")
                .isZero());
    }

    /** A long queue of data does not hold up control. */
    @Test
    public void letsControlOvertakeDataThatWaits() {
        LinkPair pair = link();
        int bytes = pair.offering().maxMessageBytes();
        int count = MORE_THAN_FITS / bytes;
        AtomicInteger dataBefore = new AtomicInteger(-1);
        AtomicInteger data = new AtomicInteger();
        sendMany(pair.offering(), Lane.DATA, count, bytes);
        sendMany(pair.offering(), Lane.CONTROL, 1, 10);
        startAll(pair.answering(), RecordingListener.passingTo((lane, message) -> {
            if (lane == Lane.CONTROL) {
                dataBefore.set(data.get());
            } else {
                data.incrementAndGet();
            }
        }));
        await().until(() -> data.get() == count);
        assertThat(dataBefore.get())
                .as("Lane: \"Data must not hold up control\"; of %d data messages so many came before it", count)
                .isBetween(0, count / 2);
    }

    /** Nothing beyond what was requested. */
    @Test
    public void deliversNoMoreThanWasRequested() {
        LinkPair pair = link();
        RecordingListener there = RecordingListener.counting();
        List<CompletableFuture<Void>> stages = sendMany(pair.offering(), Lane.DATA, 10, 1000);
        pair.answering().start(there);
        for (int allowed = 0; allowed <= 10; allowed += 5) {
            int expected = allowed;
            await().until(() -> there.messages() == expected);
            await().during(Duration.ofMillis(100))
                    .untilAsserted(() -> assertThat(there.messages())
                            .as("Link.start: \"Nothing is delivered before it, nor beyond what was requested\"")
                            .isEqualTo(expected));
            if (allowed < 10) {
                pair.answering().request(2);
                pair.answering().request(3);
            }
        }
        assertThat(stages).allSatisfy(LinkContract::assertSent);
    }

    /** The sender feels a receiver that does not ask. */
    @Test
    public void holdsTheSenderBackWhileNothingIsRequested() {
        LinkPair pair = link();
        RecordingListener there = RecordingListener.counting();
        pair.answering().start(there);
        int bytes = pair.offering().maxMessageBytes();
        int count = MORE_THAN_FITS / bytes;
        List<CompletableFuture<Void>> stages = sendMany(pair.offering(), Lane.DATA, count, bytes);
        awaitStandstill(() -> pair.offering().bufferedBytes());
        assertThat(completed(stages))
                .as("Link.request: \"When nothing is allowed the link stops reading, so that the other side feels it\"")
                .isLessThan(count);
        assertThat(pair.offering().bufferedBytes())
                .as("Link.request: \"When nothing is allowed the link stops reading, so that the other side feels it\"")
                .isGreaterThan(MORE_THAN_FITS / 4);
        assertThat(there.messages()).isZero();
        pair.answering().request(count);
        await().untilAsserted(() -> assertThat(there.messages())
                .as("Link.request: it goes on once messages are requested")
                .isEqualTo(count));
        await().until(() -> completed(stages) == count && pair.offering().bufferedBytes() == 0);
    }

    /** One at a time is enough to get everything. */
    @Test
    public void goesOnWithOneRequestPerMessage() {
        LinkPair pair = link();
        RecordingListener there =
                RecordingListener.passingTo((lane, message) -> pair.answering().request(1));
        pair.answering().start(there);
        sendMany(pair.offering(), Lane.DATA, 2000, 3000);
        pair.answering().request(1);
        await().untilAsserted(() -> assertThat(there.messages())
                .as("Link.request: \"Adds up\", also from within the listener")
                .isEqualTo(2000));
        assertThat(there.breaches()).isEmpty();
    }

    /** The maximum is a maximum. */
    @Test
    public void refusesMessagesThatAreEmptyOrTooLong() {
        LinkPair pair = link();
        RecordingListener there = startAll(pair.answering(), RecordingListener.counting());
        for (int bytes : new int[] {0, pair.offering().maxMessageBytes() + 1}) {
            assertThat(failureOf(pair.offering().send(Lane.CONTROL, ByteBuffer.allocate(bytes)), Duration.ofSeconds(5)))
                    .as(
                            "Link.send: completes \"exceptionally if the link has closed or the message is too long\", %d bytes",
                            bytes)
                    .isEmpty();
        }
        sendMany(pair.offering(), Lane.CONTROL, 1, 1);
        await().untilAsserted(() -> assertThat(there.bytes())
                .as("Link.send: a refused message leaves the link as it was")
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
        senders.forEach(Thread::start);
        for (Thread sender : senders) {
            sender.join();
        }
        await().until(() -> there.messages() == threads * each);
        assertThat(outOfOrder.get())
                .as("Link: \"Every method may be called from any thread, concurrently\", and order on a lane is kept")
                .isZero();
        assertThat(there.breaches()).isEmpty();
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
        assertThat(here.remote()).isEqualTo(there.local());
        List<byte[]> own = new ArrayList<>();
        for (TransportCertificate.Kind kind : TransportCertificate.Kind.values()) {
            byte[] der = offeringContext.certificate(kind).certificate().getEncoded();
            own.add(MessageDigest.getInstance("SHA-256").digest(der));
        }
        assertThat(own)
                .as("ChannelBinding.local: \"of this end's certificate\", which is one of TransportContext.certificate")
                .anyMatch(fingerprint -> Arrays.equals(fingerprint, here.local()));
    }

    /** The statistics move. */
    @Test
    public void countsWhatItMoves() {
        LinkPair pair = link();
        startAll(pair.answering(), RecordingListener.counting());
        sendMany(pair.offering(), Lane.DATA, 10, 10_000);
        await().untilAsserted(() -> {
            LinkStats out = pair.offering().stats();
            LinkStats in = pair.answering().stats();
            assertThat(out.bytesOut())
                    .as("LinkStats: \"bytes of messages sent\"")
                    .isBetween(100_000L, 150_000L);
            assertThat(in.bytesIn())
                    .as("LinkStats: \"bytes of messages received\"")
                    .isBetween(100_000L, 150_000L);
            assertThat(out.route()).as("LinkStats: \"a few words for people\"").isNotBlank();
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

    private static void assertSent(CompletableFuture<Void> stage) {
        assertThat(stage)
                .as("Link.send: \"completes when the buffer may be used again\"")
                .succeedsWithin(Duration.ofSeconds(20));
    }
}
