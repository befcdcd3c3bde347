// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.skerry.spi.transport.CloseReason;
import org.skerry.spi.transport.Lane;
import org.skerry.spi.transport.Link;

/** What {@link Link} promises about its end. Part of {@link TransportProviderContract}, which is what to extend. */
abstract class LinkEndContract extends LinkCreditContract {

    private static final int STORM = 20;

    /** An orderly end. */
    @Test
    public void tellsBothEndsOnceThatItClosed() {
        LinkPair pair = link();
        RecordingListener here = startAll(pair.offering(), RecordingListener.counting());
        RecordingListener there = startAll(pair.answering(), RecordingListener.counting());
        pair.offering().close(CloseReason.LOCAL);
        pair.offering().close(CloseReason.LOCAL);
        await("LinkListener.closed")
                .untilAsserted(() -> assertThat(List.of(here.ends(), there.ends()))
                        .as("LinkListener.closed: \"Called exactly once.\" At the side that closes LOCAL, at the"
                                + " other REMOTE")
                        .containsExactly(List.of(CloseReason.LOCAL), List.of(CloseReason.REMOTE)));
        pair.answering().close(CloseReason.LOCAL);
        for (Link end : List.of(pair.offering(), pair.answering())) {
            assertThat(failureOf(end.send(Lane.CONTROL, ByteBuffer.allocate(1)), soon()))
                    .as("Link.send: completes \"exceptionally if the link has closed\"")
                    .isEmpty();
        }
        assertThat(here.breaches())
                .as("LinkListener.closed: \"nothing follows. Called exactly once.\"")
                .isEmpty();
        assertThat(there.breaches())
                .as("LinkListener.closed: \"nothing follows. Called exactly once.\"")
                .isEmpty();
    }

    /** The end does not swallow what came before. */
    @Test
    public void deliversWhatWasSentBeforeTheClose() {
        LinkPair pair = link();
        RecordingListener there = startAll(pair.answering(), RecordingListener.counting());
        sendMany(pair.offering(), Lane.DATA, 100, 16 * 1024);
        sendMany(pair.offering(), Lane.CONTROL, 100, 10);
        pair.offering().close(CloseReason.LOCAL);
        await("LinkListener.closed: \"Called exactly once.\"")
                .until(() -> !there.ends().isEmpty());
        assertThat(there.messages())
                .as("Link.close: \"what was sent before is still delivered if that takes at most a second\"")
                .isEqualTo(200);
    }

    /** No stage is left open by a close in the midst of sending. */
    @Test
    public void completesAllStagesWhenItClosesDuringSends() {
        LinkPair pair = link();
        RecordingListener here = startAll(pair.offering(), RecordingListener.counting());
        pair.answering().start(RecordingListener.counting());
        List<CompletableFuture<Void>> stages = sendMany(pair.offering(), Lane.DATA, 4000, 16 * 1024);
        pair.offering().close(CloseReason.LOCAL);
        await("Link.send")
                .untilAsserted(() -> assertThat(completed(stages))
                        .as("Link.send: \"completes … exceptionally if the link has closed\"")
                        .isEqualTo(stages.size()));
        await("Link.close")
                .untilAsserted(() -> assertThat(here.ends())
                        .as("Link.close: \"The listener hears LinkListener.closed once.\" A second later at most")
                        .containsExactly(CloseReason.LOCAL));
        assertThat(pair.offering().bufferedBytes())
                .as("Link.bufferedBytes: \"have not left yet\"; nothing will leave any more")
                .isZero();
    }

    /** A link that ends before it is started still says so. */
    @Test
    public void tellsAListenerThatStartsAfterTheEnd() {
        LinkPair pair = link();
        pair.offering().close(CloseReason.LOCAL);
        await("Link.send: \"exceptionally if the link has closed\"")
                .until(() -> failureOf(pair.answering().send(Lane.CONTROL, ByteBuffer.allocate(1)), soon())
                        .isEmpty());
        RecordingListener there = RecordingListener.counting();
        pair.answering().start(there);
        await("LinkListener.closed")
                .untilAsserted(() -> assertThat(there.ends())
                        .as("LinkListener.closed: \"Called exactly once.\", also when the end came before start")
                        .containsExactly(CloseReason.REMOTE));
    }

    /** Links that come and go leave the transport as it was. */
    @Test
    public void survivesAStormOfLinks() {
        for (int i = 0; i < STORM; i++) {
            offering.offer(unheard()).cancel();
            LinkPair pair = link();
            (i % 2 == 0 ? pair.offering() : pair.answering()).close(CloseReason.LOCAL);
        }
        LinkPair last = link();
        RecordingListener there = startAll(last.answering(), RecordingListener.counting());
        sendMany(last.offering(), Lane.DATA, 5, 1000);
        await("Link")
                .untilAsserted(() -> assertThat(there.messages())
                        .as("Link: \"whole messages, reliable\"; after %d links that came and went", STORM)
                        .isEqualTo(5));
    }
}
