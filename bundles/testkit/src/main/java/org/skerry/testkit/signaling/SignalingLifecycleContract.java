// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.skerry.spi.signaling.Acceptance;
import org.skerry.spi.signaling.ChannelState;
import org.skerry.spi.signaling.Inbox;
import org.skerry.spi.signaling.SignalingProvider;
import org.skerry.spi.signaling.Topic;
import org.skerry.testkit.ClassLoaderLeaks;
import org.skerry.testkit.ThreadLeaks;

/** The part of {@link SignalingProviderContract} that is about opening, reconnecting, closing and stopping. */
abstract class SignalingLifecycleContract extends SignalingDeliveryContract {

    private static final Duration CLOSES_WITHIN = Duration.ofMillis(100);
    private static final int STORM = 50;
    private static final int RESTARTS = 12;

    /**
     * Makes a plugin lose its connection, as a network does, if it has one; it may connect again at once.
     *
     * @param provider what {@link #newProvider} made, with open channels
     * @return false if there is no connection to lose, which skips the test
     * @throws Exception if that fails
     */
    protected boolean disconnect(SignalingProvider provider) throws Exception {
        return false;
    }

    /**
     * Names the packages of the plugin, to load their classes afresh and see them go. The test class must be in one of them,
     * have a constructor without parameters, and make a plugin without any preparation of the test.
     *
     * @return the packages; none by default, which skips the test
     */
    protected Set<String> packagesOfPlugin() {
        return Set.of();
    }

    @Test
    void opensAtOnce() {
        Duration best = Duration.ofDays(1);
        for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();
            try (SignalingNode node = new SignalingNode("o" + i, providerA)) {
                Duration took = Duration.ofNanos(System.nanoTime() - start);
                best = took.compareTo(best) < 0 ? took : best;
                assertThat(node.channel())
                        .as("SignalingProvider.open: \"the channel, open until it is closed\"")
                        .isNotNull();
            }
        }
        assertThat(best)
                .as("SignalingProvider.open: \"Returns at once and connects in the background\", best of five")
                .isLessThan(CLOSES_WITHIN);
    }

    @Test
    void tellsItsStateInOneLineForPeople() {
        assertThat(a.reasons())
                .as("SignalingListener.state: \"why: one line for people\"")
                .isNotEmpty()
                .allSatisfy(why -> assertThat(why)
                        .as("SignalingListener.state: \"why: one line for people\"")
                        .isNotBlank()
                        .doesNotContain("\n"));
    }

    @Test
    void subscriptionsSurviveAReconnect() throws Exception {
        Topic topic = newTopic();
        Inbox inbox = newInbox();
        b.subscribe(topic);
        b.listen(inbox);
        int told = b.states().size();
        Assumptions.assumeTrue(disconnect(providerB), "this plugin has no connection that can be cut");
        await("ChannelState: \"Frames do not go through now; the plugin tries again by itself.\" It told "
                        + b.reasons())
                .atMost(patience())
                .pollInterval(Duration.ofMillis(5))
                .until(() -> b.states().size() > told + 1 && b.state() == ChannelState.OPEN);
        byte[] beacon = bytes(20);
        repeat(
                "SignalingChannel.subscribe: \"Replaces what was said before, and survives a reconnect.\"",
                () -> a.channel().announce(topic, beacon),
                () -> b.heard(topic, beacon));
        byte[] frame = bytes(20);
        repeat(
                "SignalingChannel.listen: \"Replaces what was said before, and survives a reconnect.\"",
                () -> a.channel().send(inbox, frame),
                () -> b.got(frame));
    }

    @Test
    void closesWithin100Milliseconds() {
        Duration best = Duration.ofDays(1);
        for (int i = 0; i < 5; i++) {
            SignalingNode node = open("c" + i, providerA);
            node.subscribe(newTopic());
            long start = System.nanoTime();
            node.channel().close();
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            best = took.compareTo(best) < 0 ? took : best;
            assertThat(took)
                    .as("SignalingChannel.close: \"Closes within 100 ms\", allowing for a busy machine")
                    .isLessThan(CLOSES_WITHIN.multipliedBy(10));
        }
        assertThat(best)
                .as("SignalingChannel.close: \"Closes within 100 ms\", best of five")
                .isLessThan(CLOSES_WITHIN);
    }

    @Test
    void afterCloseNothingHappens() {
        Inbox inbox = newInbox();
        Topic topic = newTopic();
        b.listen(inbox);
        b.subscribe(topic);
        b.channel().close();
        long calls = b.calls();
        assertThatCode(() -> {
                    b.channel().close();
                    b.subscribe(topic);
                    b.listen(inbox);
                    b.channel().announce(topic, bytes(5));
                })
                .as("SignalingChannel: \"After close() calls do nothing\"; SignalingChannel.close: \"Idempotent.\"")
                .doesNotThrowAnyException();
        assertThat(outcome(b.channel().send(newInbox(), bytes(5))).isSent())
                .as("SignalingChannel: \"After close() calls do nothing, send completes with Acceptance.refused\"")
                .isFalse();
        a.channel().announce(topic, bytes(7));
        a.channel().send(inbox, bytes(7));
        SignalingNode c = open("c", providerB);
        announceSurely(a, c);
        sendSurely(a, c);
        assertThat(b.calls())
                .as("SignalingChannel: after close \"the listener hears nothing more\"")
                .isEqualTo(calls);
    }

    @Test
    void survivesAStormOfReopening() {
        for (int i = 0; i < STORM; i++) {
            try (SignalingNode node = new SignalingNode("storm" + i, providerA)) {
                node.subscribe(newTopic());
                node.listen(newInbox());
                node.channel().announce(newTopic(), bytes(8));
            }
        }
        SignalingNode last = open("last", providerA);
        announceSurely(last, b);
        sendSurely(b, last);
    }

    @Test
    void survivesAStormOfRestarts() throws Exception {
        for (int i = 0; i < RESTARTS; i++) {
            SignalingProvider provider = newProvider();
            try (SignalingNode node = new SignalingNode("restart" + i, provider)) {
                node.subscribe(newTopic());
                awaitOpen(node);
            } finally {
                stop(provider);
            }
        }
        SignalingNode last = open("last", start());
        announceSurely(last, b);
        sendSurely(b, last);
    }

    @Test
    void stoppingThePluginClosesItsChannels() throws Exception {
        SignalingProvider provider = newProvider();
        SignalingNode node = open("d", provider);
        sendSurely(node, b);
        stop(provider);
        assertThat(outcome(node.channel().send(newInbox(), bytes(5))).isSent())
                .as("SignalingChannel: \"send completes with Acceptance.refused\" once the plugin has stopped, too")
                .isFalse();
    }

    @Test
    void stoppingThePluginCompletesWhatIsOutstanding() throws Exception {
        SignalingProvider provider = newProvider();
        SignalingNode node = open("d", provider);
        Inbox inbox = newInbox();
        b.listen(inbox);
        List<CompletableFuture<Acceptance>> sent = new ArrayList<>();
        for (int i = 0; i < STORM; i++) {
            sent.add(node.channel().send(inbox, new byte[] {(byte) i}).toCompletableFuture());
        }
        stop(provider);
        sent.forEach(this::outcome);
    }

    @Test
    void aStoppedPluginLeavesNoThread() throws Exception {
        ThreadLeaks threads = ThreadLeaks.since();
        SignalingProvider provider = newProvider();
        SignalingNode node = open("d", provider);
        sendSurely(node, b);
        stop(provider);
        node.close();
        threads.assertNone(
                patience(), "SignalingChannel.close: \"Closes within 100 ms\"; a stopped plugin leaves no thread");
    }

    @Test
    void aStoppedPluginLeavesNoClassLoader() throws Exception {
        Set<String> packages = packagesOfPlugin();
        Assumptions.assumeFalse(packages.isEmpty(), "this test does not say which packages make up the plugin");
        ClassLoaderLeaks.assertNone(
                patience(),
                "SignalingChannel.close: \"Closes within 100 ms\"; a stopped plugin leaves no class loader",
                getClass(),
                packages,
                fresh -> ((SignalingLifecycleContract) fresh).liveAndStop());
    }

    /** A short life of two plugins. */
    private void liveAndStop() throws Exception {
        SignalingProvider one = newProvider();
        SignalingProvider two = newProvider();
        try (SignalingNode here = new SignalingNode("here", one);
                SignalingNode there = new SignalingNode("there", two)) {
            awaitOpen(here);
            awaitOpen(there);
            sendSurely(here, there);
            announceSurely(there, here);
        }
        stop(one);
        stop(two);
    }
}
