// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.skerry.spi.transport.Lane;
import org.skerry.spi.transport.Link;

/**
 * What {@link Link} promises about who waits for whom. Part of {@link TransportProviderContract}, which is what to extend.
 */
abstract class LinkCreditContract extends LinkContract {

    /** Bytes that no operating system buffers on its own for one connection. */
    private static final int MORE_THAN_FITS = 64 << 20;

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
        await("Link: \"whole messages, reliable, in order on each lane\"").until(() -> data.get() == count);
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
            await("Link.request: \"Allows more messages to be delivered\", " + expected + " so far")
                    .until(() -> there.messages() >= expected);
            await("Link.start")
                    .during(Duration.ofMillis(100))
                    .untilAsserted(() -> assertThat(there.messages())
                            .as("Link.start: \"Nothing is delivered before it, nor beyond what was requested\"")
                            .isEqualTo(expected));
            if (allowed < 10) {
                pair.answering().request(2);
                pair.answering().request(3);
            }
        }
        assertThat(stages)
                .as("Link.send: \"completes when the buffer may be used again\"")
                .allSatisfy(this::assertSent);
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
        assertThat(there.messages())
                .as("Link.start: \"Nothing is delivered before it, nor beyond what was requested.\"")
                .isZero();
        pair.answering().request(count);
        await("Link.request")
                .untilAsserted(() -> assertThat(there.messages())
                        .as("Link.request: \"Allows more messages to be delivered\"; all were allowed")
                        .isEqualTo(count));
        await("Link.send: \"completes when the buffer may be used again\"; everything was delivered")
                .until(() -> completed(stages) == count && pair.offering().bufferedBytes() == 0);
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
        await("Link.request")
                .untilAsserted(() -> assertThat(there.messages())
                        .as("Link.request: \"Adds up.\", also from within the listener")
                        .isEqualTo(2000));
        assertThat(there.breaches())
                .as("LinkListener: \"one call at a time, on a thread of the transport\"")
                .isEmpty();
    }

    /** Callers go on at once, whatever the network does. */
    @Test
    public void callsDoNotBlock() {
        LinkPair pair = link();
        pair.answering().start(RecordingListener.counting());
        ByteBuffer longest = ByteBuffer.allocate(pair.offering().maxMessageBytes());
        Duration best = Duration.ofDays(1);
        for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();
            for (Lane lane : Lane.values()) {
                pair.offering().send(lane, longest.duplicate()).exceptionally(closed -> null);
            }
            pair.offering().bufferedBytes();
            pair.offering().stats();
            pair.offering().request(1);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            best = took.compareTo(best) < 0 ? took : best;
        }
        assertThat(best)
                .as("Link: \"must not block\", five calls, best of five")
                .isLessThan(Duration.ofMillis(50));
    }
}
