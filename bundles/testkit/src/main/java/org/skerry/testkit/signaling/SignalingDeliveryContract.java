// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.skerry.spi.signaling.Acceptance;
import org.skerry.spi.signaling.Inbox;
import org.skerry.spi.signaling.Topic;

/** The part of {@link SignalingProviderContract} that is about who hears what. */
abstract class SignalingDeliveryContract extends SignalingFixture {

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
        Acceptance acceptance = outcome(a.channel().send(inbox, tooLong));
        assertThat(acceptance.isSent())
                .as("SignalingChannel.send: \"frame: opaque, at most maxFrameBytes()\"")
                .isFalse();
        assertThat(acceptance.reason())
                .as("Acceptance.refused: \"one line for people\"")
                .isNotBlank();
        assertThatCode(() -> a.channel().announce(topic, tooLong))
                .as("SignalingChannel.announce: \"beacon: opaque, at most maxFrameBytes()\"; best effort, so no"
                        + " exception")
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
    void sendingToAnInboxThatNobodyHasIsNoError() {
        assertThat(outcome(a.channel().send(newInbox(), bytes(10))))
                .as("SignalingChannel.send: \"The plugin need not know whether anyone listens there.\"")
                .isNotNull();
    }

    @Test
    void subscribedToNothingNothingIsHeard() {
        Topic topic = newTopic();
        b.subscribe(topic);
        byte[] first = bytes(20);
        repeat(
                "SignalingChannel.subscribe: \"Says which topics to hear announcements of.\"",
                () -> a.channel().announce(topic, first),
                () -> b.heard(topic, first));
        b.subscribe();
        byte[] late = bytes(20);
        a.channel().announce(topic, late);
        sendSurely(a, b);
        announceSurely(a, b);
        assertThat(b.heard(topic, late))
                .as("SignalingChannel.subscribe: \"all: every topic of interest, possibly none\"")
                .isFalse();
    }

    @Test
    void listeningNowhereNothingIsReceived() {
        Inbox inbox = newInbox();
        b.listen(inbox);
        byte[] first = bytes(20);
        repeat(
                "SignalingChannel.listen: \"Says at which inboxes this node receives frames.\"",
                () -> a.channel().send(inbox, first),
                () -> b.got(first));
        b.listen();
        byte[] late = bytes(20);
        a.channel().send(inbox, late);
        announceSurely(a, b);
        sendSurely(a, b);
        assertThat(b.got(late))
                .as("SignalingChannel.listen: \"own: every inbox of this node that is in use, possibly none\"")
                .isFalse();
    }

    @Test
    void announcementsAreNotKeptForThoseWhoComeLater() {
        Topic topic = newTopic();
        b.subscribe(topic);
        byte[] early = bytes(20);
        repeat(
                "SignalingChannel.announce: \"Tells all who are subscribed to a topic now.\"",
                () -> a.channel().announce(topic, early),
                () -> b.heard(topic, early));
        SignalingNode c = open("c", providerB);
        c.subscribe(topic);
        byte[] now = bytes(20);
        repeat(
                "SignalingChannel.announce: \"Tells all who are subscribed to a topic now.\"",
                () -> a.channel().announce(topic, now),
                () -> c.heard(topic, now));
        assertThat(c.heard(topic, early))
                .as("SignalingChannel.announce: \"Best effort: nothing is kept for those who come later.\"")
                .isFalse();
    }

    /** A plugin may lose, repeat, delay and reorder frames; it may not cut, join or make them. */
    @Test
    void whateverArrivesWasSent() {
        Inbox inbox = newInbox();
        Topic topic = newTopic();
        b.listen(inbox);
        b.subscribe(topic);
        Set<String> sent = new HashSet<>();
        for (int i = 0; i < 60; i++) {
            byte[] payload = bytes(1 + 8 * i);
            sent.add(SignalingNode.hex(payload));
            a.channel().send(inbox, payload);
            a.channel().announce(topic, payload);
        }
        byte[] last = bytes(500);
        sent.add(SignalingNode.hex(last));
        repeat(
                "SignalingListener.received: \"A frame came to one of this node's inboxes.\"",
                () -> a.channel().send(inbox, last),
                () -> b.got(last));
        assertThat(b.framesInHex())
                .as("SignalingListener.received: \"frame: as it was sent\"")
                .isSubsetOf(sent);
        assertThat(b.beaconsInHex())
                .as("SignalingListener.announced: \"beacon: what was announced\"")
                .isSubsetOf(sent);
    }
}
