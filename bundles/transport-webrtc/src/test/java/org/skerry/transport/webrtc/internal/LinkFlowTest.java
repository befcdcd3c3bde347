// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.skerry.base.bytes.Hex;
import org.skerry.spi.transport.CloseReason;
import org.skerry.spi.transport.Lane;

/** Windows, water marks, and what a peer may not send. */
class LinkFlowTest {

    /** Of the data lane. */
    private static final int WINDOW = 1 << 20;

    private static final int CONTROL_WINDOW = WINDOW / 2;

    @Test
    void grantsAWindowForEachLaneOverTheControlChannel() {
        assertThat(OpenLink.usual().connection.texts)
                .containsExactly("0: window 0 " + CONTROL_WINDOW, "0: window 1 " + WINDOW);
    }

    @Test
    void sendsNoMoreThanTheOtherEndAllows() {
        OpenLink it = OpenLink.usual();
        var stages = it.send(Lane.DATA, 3, 1000);
        assertThat(it.connection.messages).isEmpty();
        it.allowed(Lane.DATA, 2 * 1064 + 1063);
        assertThat(it.connection.messages).hasSize(2);
        assertThat(stages.get(1)).isDone();
        assertThat(stages.get(2)).isNotDone();
        it.allowed(Lane.DATA, 3 * 1064);
        assertThat(it.connection.messages).hasSize(3);
        assertThat(stages.get(2)).isDone();
    }

    @Test
    void grantsMoreAsTheListenerTakes() {
        OpenLink it = OpenLink.usual().started(0);
        it.receives(1, 8, 65_536 - 64);
        assertThat(it.connection.texts).hasSize(2);
        it.link.request(3);
        it.loop.runReady();
        assertThat(it.connection.texts).hasSize(2);
        it.link.request(1);
        it.loop.runReady();
        assertThat(it.connection.texts).last().isEqualTo("0: window 1 " + (WINDOW + WINDOW / 4));
    }

    @ParameterizedTest
    @CsvSource({"0, 1048576", "0.001, 1048576", "0.05, 3200000", "0.5, 4194304"})
    void widensTheDataWindowWithTheRoundTrip(double rttSeconds, int window) {
        OpenLink it = new OpenLink(Map.of("window.bytes", 4 << 20)).started(0);
        it.connection.rttSeconds = rttSeconds;
        it.pass(1000);
        it.link.stats();
        it.receives(1, 8, 65_536 - 64);
        it.link.request(8);
        it.loop.runReady();
        int first = 1 << 20;
        int taken = 8 * 65_536;
        assertThat(it.connection.texts.get(1)).isEqualTo("0: window 1 " + first);
        assertThat(it.connection.texts)
                .last()
                .asString()
                .satisfies(text -> assertThat(Long.parseLong(text.substring("0: window 1 ".length())))
                        .isBetween((long) window + taken / 2, (long) window + taken));
    }

    @Test
    void neverTakesBackWhatItGranted() {
        OpenLink it = new OpenLink(Map.of("window.bytes", 4 << 20)).started(0);
        it.connection.rttSeconds = 0.5;
        it.pass(1000);
        it.link.stats();
        it.receives(1, 4, 65_536 - 64);
        it.link.request(4);
        it.loop.runReady();
        it.connection.rttSeconds = 0.001;
        it.pass(1000);
        it.link.stats();
        it.receives(1, 4, 65_536 - 64);
        it.link.request(4);
        it.loop.runReady();
        assertThat(it.connection.texts.stream()
                        .filter(text -> text.startsWith("0: window 1 "))
                        .map(text -> Long.parseLong(text.substring("0: window 1 ".length()))))
                .isSorted()
                .last()
                .isEqualTo((4L << 20) + 4 * 65_536);
    }

    @Test
    void closesOnAPeerThatSendsBeyondItsWindow() {
        OpenLink it = OpenLink.usual().started(0);
        it.receives(1, 15, 65_536);
        assertThat(it.listener.ends()).isEmpty();
        it.receives(1, 1, 65_536);
        assertThat(it.listener.ends()).containsExactly(CloseReason.PROTOCOL);
        assertThat(it.connection.texts).contains("0: fin 3", "1: fin 3");
        it.pass(40);
        assertThat(it.connection.closes).isEqualTo(1);
    }

    @Test
    void countsWhatASmallMessageCosts() {
        OpenLink it = OpenLink.usual().started(0);
        it.receives(0, CONTROL_WINDOW / 65, 1);
        assertThat(it.listener.ends()).isEmpty();
        it.receives(0, 1, 1);
        assertThat(it.listener.ends()).containsExactly(CloseReason.PROTOCOL);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 65_537, 262_144})
    void closesOnMessagesOfAWrongLength(int bytes) {
        OpenLink it = OpenLink.usual().started(1);
        it.receives(0, 1, bytes);
        assertThat(it.listener.ends()).containsExactly(CloseReason.PROTOCOL);
        assertThat(it.listener.messages()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "window 1 4", "fin", "window 5 100"})
    void closesOnFramesThatAreWrong(String text) {
        OpenLink it = OpenLink.usual().started(1).allowed(Lane.DATA, 5);
        it.hears(0, text);
        assertThat(it.listener.ends()).containsExactly(CloseReason.PROTOCOL);
    }

    @Test
    void closesOnMoreFramesThanThereWereMessagesToAnswer() {
        OpenLink it = OpenLink.usual().started(1).allowed(Lane.DATA, 10_000);
        it.send(Lane.DATA, 4, 1);
        for (int i = 1; i < WebRtcLink.SPARE_FRAMES + 4; i++) {
            it.hears(0, "window 1 " + (10_000 + i));
        }
        assertThat(it.listener.ends()).isEmpty();
        it.hears(0, "window 1 20000");
        assertThat(it.listener.ends()).containsExactly(CloseReason.PROTOCOL);
    }

    @Test
    void fillsTheLibraryToTheHighMarkAndAgainFromTheLowMark() {
        OpenLink it = new OpenLink(Map.of("high.water.bytes", 65_536, "low.water.bytes", 16_384));
        it.allowed(Lane.DATA, 1 << 20);
        it.send(Lane.DATA, 20, 8192);
        assertThat(it.connection.messages).hasSize(8);
        it.connection.drain(1, 16_385);
        it.pass(5);
        assertThat(it.connection.messages).hasSize(8);
        it.connection.drain(1, 16_384);
        it.pass(5);
        assertThat(it.connection.messages).hasSize(14);
        assertThat(it.link.bufferedBytes()).isEqualTo(6 * 8192 + 16_384 + 6 * (8192 + Bundle.PREFIX));
    }

    @Test
    void looksOnlyWhileAMessageWaitsForRoom() {
        OpenLink it = new OpenLink(Map.of("high.water.bytes", 65_536, "low.water.bytes", 16_384));
        it.allowed(Lane.DATA, 1 << 20);
        it.send(Lane.DATA, 8, 8192);
        it.pass(100);
        assertThat(it.connection.looks).isZero();
        it.send(Lane.DATA, 1, 1);
        assertThat(it.connection.looks).isEqualTo(1);
        it.connection.drain(1, 0);
        it.pass(100);
        assertThat(it.connection.looks).isEqualTo(2);
        assertThat(it.connection.messages).hasSize(9);
        assertThat(it.loop.untilNextTimer()).isEmpty();
    }

    @Test
    void looksAtTheLeastPauseUntilItKnowsTheRateThenWhenThereShouldBeRoom() {
        OpenLink it = new OpenLink(Map.of("high.water.bytes", 65_536, "low.water.bytes", 16_384, "poll.us", 1000));
        it.allowed(Lane.DATA, 1 << 20);
        it.send(Lane.DATA, 60, 8192);
        it.pass(49);
        assertThat(it.connection.looks).isBetween(45, 50);
        it.connection.drain(1, 20_480);
        it.pass(1);
        int known = it.connection.looks;
        // 45,088 bytes have left in 50 ms, so that the 4,096 above the low mark take 4.5 ms
        it.pass(4);
        assertThat(it.connection.looks).isEqualTo(known);
        it.pass(1);
        assertThat(it.connection.looks).isEqualTo(known + 1);
    }

    @Test
    void looksNowAndThenAtWhatDoesNotMove() {
        OpenLink it = new OpenLink(Map.of("high.water.bytes", 65_536, "low.water.bytes", 16_384));
        it.allowed(Lane.DATA, 1 << 20);
        it.send(Lane.DATA, 9, 8192);
        it.pass(60);
        int known = it.connection.looks;
        it.pass(200);
        assertThat(it.connection.looks).isEqualTo(known + 10);
    }

    @Test
    void tellsWhatWaitsAsTheLibrarySaidLast() {
        OpenLink it = OpenLink.usual().allowed(Lane.DATA, 5000);
        it.send(Lane.DATA, 2, 3000);
        assertThat(it.link.bufferedBytes()).isEqualTo(6004);
        it.connection.drain(1, 500);
        it.pass(1);
        assertThat(it.link.bufferedBytes()).isEqualTo(6004);
        it.loop.runReady();
        assertThat(it.link.bufferedBytes()).isEqualTo(3500);
    }

    @Test
    void letsControlGoWhileDataWaits() {
        OpenLink it = new OpenLink(Map.of("high.water.bytes", 65_536, "low.water.bytes", 0))
                .allowed(Lane.DATA, WINDOW)
                .allowed(Lane.CONTROL, WINDOW);
        it.send(Lane.DATA, 20, 8192);
        it.send(Lane.CONTROL, 1, 7);
        assertThat(it.connection.messages).last().matches(message -> message.remaining() == 7);
    }

    @Test
    void letsControlGoBetweenAnyTwoMessagesOfData() {
        OpenLink it = OpenLink.usual().allowed(Lane.DATA, WINDOW).allowed(Lane.CONTROL, WINDOW);
        it.link
                .send(Lane.DATA, ByteBuffer.allocate(1))
                .thenRun(() -> it.link.send(Lane.CONTROL, ByteBuffer.allocate(2)));
        it.link.send(Lane.DATA, ByteBuffer.allocate(3));
        it.link.send(Lane.CONTROL, ByteBuffer.allocate(4));
        it.loop.runReady();
        assertThat(it.connection.messages).extracting(ByteBuffer::remaining).containsExactly(4, 1, 2, 3);
    }

    @Test
    void letsOthersHaveTheirTurnOnTheLoop() {
        OpenLink it = OpenLink.usual().allowed(Lane.DATA, WINDOW);
        List<Integer> handedOver = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            it.link.send(Lane.DATA, ByteBuffer.allocate(65_536));
        }
        it.loop.execute(() -> handedOver.add(it.connection.messages.size()));
        it.loop.runReady();
        assertThat(handedOver).containsExactly(4);
        assertThat(it.connection.messages).hasSize(12);
    }

    @Test
    void sendsAllOfABufferAndNoMore() {
        OpenLink it = OpenLink.usual().allowed(Lane.DATA, 10_000);
        byte[] whole = {1, 2, 3};
        it.link.send(Lane.DATA, ByteBuffer.wrap(whole));
        it.link.send(Lane.DATA, ByteBuffer.wrap(whole, 1, 1));
        it.loop.runReady();
        assertThat(it.connection.messages)
                .containsExactly(ByteBuffer.wrap(new byte[] {1, 2, 3}), ByteBuffer.wrap(new byte[] {2}));
    }

    @Test
    void bundlesWhatWaitsAsFarAsItLeavesSoon() {
        OpenLink it = new OpenLink(Map.of("high.water.bytes", 65_536, "low.water.bytes", 16_384));
        it.allowed(Lane.DATA, WINDOW);
        it.send(Lane.DATA, 60, 8192);
        assertThat(it.connection.bundles).hasSize(8).containsOnly(8196);
        // 50 KiB in 50 ms: a bundle is what leaves in 20 ms, 20 KiB
        it.pass(49);
        it.connection.drain(1, 65_568 - 50 * 1024);
        it.pass(1);
        assertThat(it.connection.bundles).hasSizeGreaterThan(8);
        assertThat(it.connection.bundles.subList(8, it.connection.bundles.size()))
                .containsOnly(2 * 8196);
    }

    @Test
    void bundlesNoMoreThanTheChannelTakesOrTheOtherEndAllows() {
        OpenLink it = new OpenLink(Map.of("high.water.bytes", 262_144, "low.water.bytes", 16_384));
        it.allowed(Lane.DATA, WINDOW - 1000);
        it.send(Lane.DATA, 200, 8192);
        for (int i = 0; i < 5; i++) {
            it.pass(49);
            it.connection.drain(1, 0);
            it.pass(20);
        }
        assertThat(it.connection.bundles).contains(7 * 8196).noneMatch(bytes -> bytes > 65_540);
        assertThat(it.connection.messages).hasSize((WINDOW - 1000) / (8192 + 64));
    }

    @Test
    void handsOnEachMessageOfABundle() {
        OpenLink it = OpenLink.usual().started(2);
        it.connection.receives(1, 10, 20, 30);
        it.loop.runReady();
        assertThat(it.listener.messages()).isEqualTo(2);
        it.link.request(1);
        it.loop.runReady();
        assertThat(it.listener.messages()).isEqualTo(3);
        assertThat(it.listener.bytes()).isEqualTo(60);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "000000",
                "00000000",
                "00000001",
                "0000000200",
                "000000010000",
                "ffffffff00",
                "80000000"
            })
    void closesOnWhatIsNoBundle(String hex) {
        OpenLink it = OpenLink.usual().started(9);
        it.connection.receives(1, Hex.decode(hex));
        it.loop.runReady();
        assertThat(it.listener.ends()).containsExactly(CloseReason.PROTOCOL);
        assertThat(it.listener.messages()).isZero();
    }

    @Test
    void refusesWhatIsTooLongForTheOtherEnd() {
        OpenLink it = OpenLink.usual();
        assertThat(it.link.maxMessageBytes()).isEqualTo(65_536);
        assertThat(it.send(Lane.DATA, 1, 65_537).get(0)).isCompletedExceptionally();
        assertThatThrownBy(() -> it.link.request(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void saysWhichWayItRunsAndThatARelayIsOnIt() {
        OpenLink it = OpenLink.usual();
        assertThat(it.link.stats().route()).isEqualTo("host udp 10.83.75.1:4321");
        it.pass(1000);
        it.connection.local = "relay udp 203.0.113.10:50001";
        assertThat(it.link.stats().route()).isEqualTo("relay to host udp 10.83.75.1:4321");
        it.connection.remote = "relay udp 203.0.113.10:50002";
        it.pass(1000);
        assertThat(it.link.stats().route()).isEqualTo("relay udp 203.0.113.10:50002");
    }

    @Test
    void asksForFiguresWhenItOpensThenWhenAskedAndOnceASecondAtMost() {
        OpenLink it = OpenLink.usual().started(1).allowed(Lane.DATA, 10_000);
        it.send(Lane.DATA, 1, 300);
        it.receives(1, 1, 100);
        it.connection.bytesIn = 1000;
        it.connection.bytesOut = 2000;
        it.pass(5000);
        assertThat(it.connection.asked).isEqualTo(1);
        assertThat(it.link.stats().route()).isEqualTo("host udp 10.83.75.1:4321");
        assertThat(it.link.stats().bytesIn()).isEqualTo(1000);
        assertThat(it.link.stats().bytesOut()).isEqualTo(2000);
        it.receives(1, 1, 100);
        assertThat(it.link.stats().bytesIn()).isEqualTo(1100);
        it.pass(999);
        it.link.stats();
        assertThat(it.connection.asked).isEqualTo(2);
        it.pass(1);
        it.link.stats();
        assertThat(it.connection.asked).isEqualTo(3);
    }
}
