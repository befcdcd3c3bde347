// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.skerry.spi.transport.CloseReason;
import org.skerry.spi.transport.Lane;
import org.skerry.testkit.transport.RecordingListener;
import org.skerry.webrtc.host.RtcState;

/** How a link ends, and how it says that it will. */
class LinkEndTest {

    @Test
    void saysFinAfterWhatWaitsOnEachChannel() {
        OpenLink it = OpenLink.usual().started(1).allowed(Lane.DATA, 1064);
        var stages = it.send(Lane.DATA, 2, 1000);
        it.link.close(CloseReason.LOCAL);
        it.loop.runReady();
        assertThat(it.connection.texts).contains("0: fin 0").doesNotContain("1: fin 0");
        it.allowed(Lane.DATA, 5000);
        assertThat(it.connection.messages).hasSize(2);
        assertThat(stages.get(1)).isCompleted();
        assertThat(it.connection.texts).contains("1: fin 0");
        assertThat(it.listener.ends()).isEmpty();
        it.hears(0, "fin 1");
        it.hears(1, "fin 1");
        assertThat(it.listener.ends()).containsExactly(CloseReason.LOCAL);
        assertThat(it.connection.closes).isEqualTo(1);
    }

    @Test
    void waitsForTheOtherEndASecondAtMost() {
        OpenLink it = OpenLink.usual().started(1);
        var stages = it.send(Lane.DATA, 2, 1000);
        it.link.close(CloseReason.LOCAL);
        it.pass(999);
        assertThat(it.listener.ends()).isEmpty();
        it.pass(1);
        assertThat(it.listener.ends()).containsExactly(CloseReason.LOCAL);
        assertThat(stages).allSatisfy(stage -> assertThat(stage).isCompletedExceptionally());
        assertThat(it.link.bufferedBytes()).isZero();
        assertThat(it.connection.closes).isEqualTo(1);
    }

    @Test
    void seesAFinAtOnceAfterWhatWasSentBefore() {
        OpenLink it = OpenLink.usual().started(1);
        it.receives(1, 2, 10);
        it.hears(0, "fin 0");
        it.hears(1, "fin 0");
        assertThat(it.listener.messages()).isEqualTo(1);
        assertThat(it.listener.ends()).isEmpty();
        it.link.request(1);
        it.loop.runReady();
        assertThat(it.listener.messages()).isEqualTo(2);
        assertThat(it.listener.ends()).containsExactly(CloseReason.REMOTE);
        assertThat(it.connection.texts).contains("0: fin 1", "1: fin 1");
        assertThat(it.connection.closes).isZero();
        it.pass(1000);
        assertThat(it.connection.closes).isEqualTo(1);
        assertThat(it.listener.breaches()).isEmpty();
    }

    @Test
    void dropsWhatIsNotAskedForASecondAfterTheEnd() {
        OpenLink it = OpenLink.usual().started(0);
        it.receives(1, 2, 10);
        it.hears(0, "fin 0");
        it.hears(1, "fin 0");
        it.pass(999);
        assertThat(it.listener.ends()).isEmpty();
        it.pass(1);
        assertThat(it.listener.ends()).containsExactly(CloseReason.REMOTE);
        it.link.request(5);
        it.loop.runReady();
        assertThat(it.listener.messages()).isZero();
    }

    @Test
    void ignoresWhatIsSentAfterAFin() {
        OpenLink it = OpenLink.usual().started(10);
        it.hears(1, "fin 0");
        it.receives(1, 1, 10);
        it.hears(1, "nonsense");
        it.receives(0, 1, 10);
        assertThat(it.listener.messages()).isEqualTo(1);
        it.hears(0, "fin 0");
        it.receives(0, 1, 10);
        assertThat(it.listener.messages()).isEqualTo(1);
        assertThat(it.listener.ends()).containsExactly(CloseReason.REMOTE);
        assertThat(it.listener.breaches()).isEmpty();
    }

    @Test
    void doesNotWaitForEverForTheSecondFin() {
        OpenLink it = OpenLink.usual().started(10);
        it.hears(0, "fin 0");
        it.pass(1000);
        assertThat(it.listener.ends()).containsExactly(CloseReason.REMOTE);
    }

    @Test
    void takesAConnectionThatClosesWithoutAFinForAFailure() {
        OpenLink it = OpenLink.usual().started(1);
        var stages = it.send(Lane.DATA, 1, 10);
        it.receives(1, 2, 10);
        it.connection.listener.closed("a channel was closed by the other end");
        it.loop.runReady();
        assertThat(it.listener.messages()).isEqualTo(1);
        assertThat(it.listener.ends()).containsExactly(CloseReason.FAILED);
        assertThat(stages.get(0)).isCompletedExceptionally();
        assertThat(it.send(Lane.CONTROL, 1, 1).get(0)).isCompletedExceptionally();
    }

    @Test
    void endsForABreachThatOnlyTheHostSees() {
        OpenLink it = OpenLink.usual().started(1);
        var stages = it.send(Lane.DATA, 1, 10);
        it.connection.takes = false;
        it.connection.listener.violated("opened a channel of its own");
        it.connection.listener.closed("the other end opened a channel of its own");
        it.loop.runReady();
        assertThat(it.listener.ends()).containsExactly(CloseReason.PROTOCOL);
        assertThat(stages.get(0)).isCompletedExceptionally();
        it.pass(WebRtcLink.LAST_WORD.toMillis());
        assertThat(it.connection.closes).isEqualTo(1);
    }

    @Test
    void endsWhenTheLibraryTakesNothingAnyMore() {
        OpenLink it = OpenLink.usual().started(1).allowed(Lane.DATA, 5000);
        it.connection.takes = false;
        var stages = it.send(Lane.DATA, 1, 10);
        it.pass(1000);
        assertThat(it.listener.ends()).containsExactly(CloseReason.FAILED);
        assertThat(stages.get(0)).isCompletedExceptionally();
    }

    @Test
    void failsWhenThereIsNoWayAnyMore() {
        OpenLink it = OpenLink.usual().started(1);
        it.connection.listener.state(RtcState.FAILED);
        it.loop.runReady();
        assertThat(it.listener.ends()).containsExactly(CloseReason.FAILED);
        assertThat(it.connection.closes).isEqualTo(1);
    }

    @Test
    void retiresWhenTheOtherEndIsNotHeardForAWhile() {
        OpenLink it = new OpenLink(Map.of("disconnected.grace.ms", 2000)).started(1);
        it.connection.listener.state(RtcState.DISCONNECTED);
        it.pass(1999);
        it.connection.listener.state(RtcState.CONNECTED);
        it.pass(5000);
        assertThat(it.listener.retirements()).isEmpty();
        it.connection.listener.state(RtcState.DISCONNECTED);
        it.pass(1999);
        assertThat(it.listener.retirements()).isEmpty();
        it.pass(1);
        assertThat(it.listener.retirements()).hasSize(1);
        it.connection.listener.state(RtcState.DISCONNECTED);
        it.pass(5000);
        assertThat(it.listener.retirements()).hasSize(1);
        assertThat(it.listener.ends()).isEmpty();
    }

    @Test
    void isToldToMoveWhenItsTransportDrainsWhichIsDoneWhenItHasEnded() {
        OpenLink it = OpenLink.usual().started(1);
        CompletableFuture<Void> drained = new CompletableFuture<>();
        it.room.drain(drained);
        it.loop.runReady();
        assertThat(it.listener.retirements()).containsExactly(WebRtcTransport.DRAINING);
        assertThat(it.room.draining()).isTrue();
        assertThat(drained).isNotDone();
        it.connection.listener.closed("gone");
        it.loop.runReady();
        assertThat(drained).isCompleted();
    }

    @Test
    void passesOnThatTheHostWantsToReplaceItsFactory() {
        OpenLink it = OpenLink.usual();
        it.connection.listener.retiring("its factory is replaced");
        it.loop.runReady();
        it.started(1);
        assertThat(it.listener.retirements()).containsExactly("its factory is replaced");
        it.receives(0, 1, 1);
        assertThat(it.listener.messages()).isEqualTo(1);
    }

    @Test
    void closesWhenItsListenerThrows() {
        OpenLink it = OpenLink.usual();
        RecordingListener throwing = RecordingListener.passingTo((lane, message) -> {
            throw new IllegalStateException("out of a listener");
        });
        it.link.start(throwing);
        it.link.request(5);
        it.receives(0, 2, 1);
        it.pass(1000);
        assertThat(it.connection.texts).contains("0: fin 0", "1: fin 0");
        assertThat(it.connection.closes).isEqualTo(1);
    }

    @Test
    void saysGoodbyeWhenTheTransportCloses() {
        OpenLink it = OpenLink.usual().started(1);
        var stages = it.send(Lane.DATA, 3, 1000);
        it.loop.execute(it.room::shutDown);
        it.loop.runReady();
        assertThat(it.connection.texts).contains("0: fin 0", "1: fin 0");
        assertThat(stages).allSatisfy(stage -> assertThat(stage).isCompletedExceptionally());
        assertThat(it.room.empty().getCount()).isEqualTo(1);
        it.pass(WebRtcLink.LAST_WORD.toMillis());
        assertThat(it.listener.ends()).containsExactly(CloseReason.LOCAL);
        assertThat(it.room.empty().getCount()).isZero();
    }

    @Test
    void tellsTheEndThoughTheLoopHasGone() {
        OpenLink it = OpenLink.usual().started(1);
        OpenLink late = OpenLink.usual();
        it.room.abandon();
        late.room.abandon();
        assertThat(it.listener.ends()).containsExactly(CloseReason.LOCAL);
        late.link.start(late.listener);
        assertThat(late.listener.ends()).containsExactly(CloseReason.LOCAL);
        assertThat(late.connection.closes).isEqualTo(1);
    }
}
