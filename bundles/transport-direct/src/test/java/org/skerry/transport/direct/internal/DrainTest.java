// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.direct.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.skerry.spi.transport.CloseReason;
import org.skerry.testkit.transport.LinkPair;
import org.skerry.testkit.transport.RecordingListener;
import org.skerry.testkit.transport.SignalPipe;
import org.skerry.testkit.transport.TransportContexts;

/** A transport that is about to be replaced. */
@Timeout(60)
class DrainTest {

    private DirectTransport here;
    private DirectTransport there;

    @BeforeEach
    void open() throws IOException {
        here = DirectTransport.open(Loopback.settings(), TransportContexts.ephemeral("here"), closed -> {});
        there = DirectTransport.open(Loopback.settings(), TransportContexts.ephemeral("there"), closed -> {});
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    @Test
    void tellsItsLinksThatTheyWillNotLastAndIsDoneWhenTheyHaveClosed() {
        RecordingListener listener = RecordingListener.counting();
        LinkPair pair = LinkPair.between(here, there);
        pair.offering().start(listener);
        pair.offering().request(1);
        pair.answering().start(RecordingListener.counting());
        CompletableFuture<Void> drained = here.drain();
        await().until(() -> listener.retirements().equals(List.of(DirectTransport.DRAINING)));
        assertThat(drained).isNotDone();
        assertThat(listener.ends()).isEmpty();
        pair.offering().close(CloseReason.LOCAL);
        assertThat(drained).succeedsWithin(5, TimeUnit.SECONDS);
    }

    @Test
    void tellsAListenerThatComesLater() {
        RecordingListener listener = RecordingListener.counting();
        try (LinkPair pair = LinkPair.between(here, there)) {
            CompletableFuture<Void> drained = here.drain();
            pair.offering().start(listener);
            await().until(() -> listener.retirements().size() == 1);
            assertThat(drained).isNotDone();
        }
    }

    @Test
    void makesNoMoreLinks() throws Exception {
        assertThat(here.drain()).succeedsWithin(5, TimeUnit.SECONDS);
        try (SignalPipe pipe = SignalPipe.between(here, there)) {
            assertThatThrownBy(() -> pipe.offerer().link().toCompletableFuture().get(5, TimeUnit.SECONDS))
                    .hasMessageContaining(DirectTransport.DRAINING);
        }
        try (SignalPipe pipe = SignalPipe.between(there, here)) {
            assertThatThrownBy(() -> pipe.answerer()
                            .get(5, TimeUnit.SECONDS)
                            .link()
                            .toCompletableFuture()
                            .get(5, TimeUnit.SECONDS))
                    .hasMessageContaining(DirectTransport.DRAINING);
        }
    }
}
