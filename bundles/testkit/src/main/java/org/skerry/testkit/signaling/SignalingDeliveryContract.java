// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.skerry.spi.signaling.Acceptance;
import org.skerry.spi.signaling.ChannelState;
import org.skerry.spi.signaling.Inbox;
import org.skerry.spi.signaling.SignalingProvider;
import org.skerry.spi.signaling.Topic;

/** The part of {@link SignalingProviderContract} that is about who hears what. */
abstract class SignalingDeliveryContract {

    static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration REPEAT = Duration.ofMillis(50);

    private final Random random = new Random(20261122);
    private final List<SignalingProvider> providers = new ArrayList<>();
    private final List<SignalingNode> nodes = new ArrayList<>();

    SignalingProvider providerA;
    SignalingProvider providerB;
    SignalingNode a;
    SignalingNode b;

    /**
     * Makes a plugin that is ready to be used, as its bundle would. Those of one test reach each other.
     *
     * @return a new one
     * @throws Exception if that fails
     */
    protected abstract SignalingProvider newProvider() throws Exception;

    /**
     * Stops a plugin, as its bundle would when it stops.
     *
     * @param provider what {@link #newProvider} made
     * @throws Exception if that fails
     */
    protected abstract void stop(SignalingProvider provider) throws Exception;

    @BeforeEach
    final void openTwoNodes() throws Exception {
        providerA = start();
        providerB = start();
        a = open("a", providerA);
        b = open("b", providerB);
    }

    @AfterEach
    final void closeAll() throws Exception {
        nodes.forEach(SignalingNode::close);
        for (SignalingProvider provider : providers) {
            stop(provider);
        }
    }

    /** A plugin that is stopped after the test. */
    final SignalingProvider start() throws Exception {
        SignalingProvider provider = newProvider();
        providers.add(provider);
        return provider;
    }

    /** A node with an open channel, closed after the test. */
    final SignalingNode open(String label, SignalingProvider provider) {
        SignalingNode node = new SignalingNode(label, provider);
        nodes.add(node);
        await("ChannelState: \"OPEN: Frames go through.\" The plugin told " + label + " " + node.reasons())
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> node.state() == ChannelState.OPEN);
        return node;
    }

    /** Does something again and again until it shows. */
    final void repeat(String sentence, Runnable act, Callable<Boolean> shows) {
        await(sentence)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(REPEAT)
                .until(() -> {
                    if (!shows.call()) {
                        act.run();
                    }
                    return shows.call();
                });
    }

    final byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    final Topic newTopic() {
        return Topic.of(bytes(Topic.BYTES));
    }

    final Inbox newInbox() {
        return Inbox.of(bytes(Inbox.BYTES));
    }

    /** Sends until it arrives; what was sent to the receiver before has arrived by then, or never will. */
    final void sendSurely(SignalingNode from, SignalingNode to) {
        Inbox inbox = newInbox();
        to.listen(inbox);
        byte[] frame = bytes(40);
        repeat(
                "SignalingListener.received: \"A frame came to one of this node's inboxes.\"",
                () -> from.channel().send(inbox, frame),
                () -> to.got(frame));
    }

    /** Announces until it is heard, as {@link #sendSurely}. */
    final void announceSurely(SignalingNode from, SignalingNode to) {
        Topic topic = newTopic();
        to.subscribe(topic);
        byte[] beacon = bytes(40);
        repeat(
                "SignalingChannel.announce: \"Tells all who are subscribed to a topic now.\"",
                () -> from.channel().announce(topic, beacon),
                () -> to.heard(topic, beacon));
    }

    @Test
    void announcementsReachThoseWhoAreSubscribed() {
        announceSurely(a, b);
        announceSurely(b, a);
    }

    @Test
    void beaconsOfEveryAllowedLengthArriveUnchanged() {
        Topic topic = newTopic();
        b.subscribe(topic);
        for (int length : new int[] {0, 1, 511, a.channel().maxFrameBytes()}) {
            byte[] beacon = bytes(length);
            repeat(
                    "SignalingChannel.announce: \"beacon: opaque, at most maxFrameBytes()\", here " + length,
                    () -> a.channel().announce(topic, beacon),
                    () -> b.heard(topic, beacon));
        }
    }

    @Test
    void framesOfEveryAllowedLengthArriveUnchanged() {
        Inbox inbox = newInbox();
        b.listen(inbox);
        for (int length : new int[] {0, 1, 511, a.channel().maxFrameBytes()}) {
            byte[] frame = bytes(length);
            repeat(
                    "SignalingChannel.send: \"frame: opaque, at most maxFrameBytes()\", here " + length,
                    () -> a.channel().send(inbox, frame),
                    () -> b.got(frame));
        }
    }

    @Test
    void announcementsOfOtherTopicsAreNotHeard() {
        Topic other = newTopic();
        a.channel().announce(other, bytes(9));
        announceSurely(a, b);
        assertThat(b.heardOf(other))
                .as("SignalingListener.announced: \"topic: one of the subscribed topics\"")
                .isFalse();
    }

    @Test
    void framesToOthersAreNotHeard() {
        SignalingNode c = open("c", providerB);
        Inbox ofC = newInbox();
        c.listen(ofC);
        byte[] frame = bytes(33);
        repeat(
                "SignalingChannel.send: \"Sends a frame to an inbox.\"",
                () -> a.channel().send(ofC, frame),
                () -> c.got(frame));
        sendSurely(a, b);
        assertThat(b.got(frame))
                .as("SignalingListener.received: \"A frame came to one of this node's inboxes.\"")
                .isFalse();
    }

    @Test
    void ownAnnouncementsAreNotHeard() {
        Topic topic = newTopic();
        a.subscribe(topic);
        b.subscribe(topic);
        byte[] beacon = bytes(50);
        repeat(
                "SignalingChannel.announce: \"Tells all who are subscribed to a topic now.\"",
                () -> a.channel().announce(topic, beacon),
                () -> b.heard(topic, beacon));
        byte[] answer = bytes(50);
        repeat(
                "SignalingChannel.announce: \"Tells all who are subscribed to a topic now.\"",
                () -> b.channel().announce(topic, answer),
                () -> a.heard(topic, answer));
        assertThat(a.heard(topic, beacon))
                .as("SignalingChannel.announce: \"The sender itself does not hear it on this channel.\"")
                .isFalse();
    }

    @Test
    void twoChannelsOfOnePluginHearEachOther() {
        SignalingNode second = open("a2", providerA);
        announceSurely(a, second);
        sendSurely(second, a);
        second.close();
        announceSurely(a, b);
        sendSurely(b, a);
    }

    @Test
    void subscribingReplacesWhatWasSubscribed() {
        Topic before = newTopic();
        b.subscribe(before);
        byte[] first = bytes(20);
        repeat(
                "SignalingChannel.subscribe: \"Says which topics to hear announcements of.\"",
                () -> a.channel().announce(before, first),
                () -> b.heard(before, first));
        announceSurely(a, b);
        byte[] late = bytes(20);
        a.channel().announce(before, late);
        announceSurely(a, b);
        assertThat(b.heard(before, late))
                .as("SignalingChannel.subscribe: \"Replaces what was said before\"")
                .isFalse();
    }

    @Test
    void listeningReplacesWhatWasListenedAt() {
        Inbox before = newInbox();
        b.listen(before);
        byte[] first = bytes(20);
        repeat(
                "SignalingChannel.listen: \"Says at which inboxes this node receives frames.\"",
                () -> a.channel().send(before, first),
                () -> b.got(first));
        sendSurely(a, b);
        byte[] late = bytes(20);
        a.channel().send(before, late);
        sendSurely(a, b);
        assertThat(b.got(late))
                .as("SignalingChannel.listen: \"Replaces what was said before\"")
                .isFalse();
    }

    @Test
    void severalTopicsAndInboxesAtOnce() {
        Topic[] topics = {newTopic(), newTopic(), newTopic()};
        Inbox[] inboxes = {newInbox(), newInbox()};
        b.subscribe(topics);
        b.listen(inboxes);
        for (Topic topic : topics) {
            byte[] beacon = bytes(20);
            repeat(
                    "SignalingChannel.subscribe: \"all: every topic of interest\"",
                    () -> a.channel().announce(topic, beacon),
                    () -> b.heard(topic, beacon));
        }
        for (Inbox inbox : inboxes) {
            byte[] frame = bytes(20);
            repeat(
                    "SignalingChannel.listen: \"own: every inbox of this node that is in use\"",
                    () -> a.channel().send(inbox, frame),
                    () -> b.got(frame));
        }
    }

    @Test
    void tooLongFramesAreRefusedAndTooLongBeaconsDropped() {
        int most = a.channel().maxFrameBytes();
        assertThat(most).as("SignalingChannel.maxFrameBytes: \"at least 512\"").isGreaterThanOrEqualTo(512);
        Inbox inbox = newInbox();
        Topic topic = newTopic();
        b.listen(inbox);
        b.subscribe(topic);
        byte[] tooLong = bytes(most + 1);
        Acceptance acceptance =
                a.channel().send(inbox, tooLong).toCompletableFuture().join();
        assertThat(acceptance.isSent())
                .as("SignalingChannel.send: \"frame: opaque, at most maxFrameBytes()\"")
                .isFalse();
        assertThat(acceptance.reason())
                .as("Acceptance.refused: \"one line for people\"")
                .isNotBlank();
        assertThatCode(() -> a.channel().announce(topic, tooLong))
                .as(
                        "SignalingChannel.announce: \"beacon: opaque, at most maxFrameBytes()\"; best effort, so no exception")
                .doesNotThrowAnyException();
        sendSurely(a, b);
        assertThat(b.got(tooLong) || b.heardOf(topic))
                .as("SignalingChannel.maxFrameBytes: \"the longest frame or beacon that it takes\"")
                .isFalse();
        assertThat(a.channel().maxFrameBytes())
                .as("SignalingChannel.maxFrameBytes: \"constant for a channel\"")
                .isEqualTo(most);
    }

    @Test
    void sendingToAnInboxThatNobodyHasIsAccepted() {
        Acceptance acceptance = a.channel()
                .send(newInbox(), bytes(10))
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
        assertThat(acceptance)
                .as(
                        "SignalingChannel.send: \"never exceptionally\"; \"The plugin need not know whether anyone listens there.\"")
                .isNotNull();
    }
}
