// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.signaling;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.skerry.spi.signaling.Acceptance;
import org.skerry.spi.signaling.ChannelState;
import org.skerry.spi.signaling.Inbox;
import org.skerry.spi.signaling.SignalingProvider;
import org.skerry.spi.signaling.Topic;

/** Two nodes with a plugin each, made for each test and closed after it. */
abstract class SignalingFixture {

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

    /** {@return the longest time that anything takes which must happen, such as opening; 20 s unless overridden} */
    protected Duration patience() {
        return Duration.ofSeconds(20);
    }

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
        awaitOpen(node);
        return node;
    }

    final void awaitOpen(SignalingNode node) {
        await("ChannelState: \"Frames go through.\" The plugin told " + node.label() + " " + node.reasons())
                .atMost(patience())
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> node.state() == ChannelState.OPEN);
    }

    /** Does something again and again until it shows. */
    final void repeat(String sentence, Runnable act, Callable<Boolean> shows) {
        await(sentence)
                .atMost(patience())
                .pollDelay(Duration.ZERO)
                .pollInterval(REPEAT)
                .until(() -> {
                    if (!shows.call()) {
                        act.run();
                    }
                    return shows.call();
                });
    }

    /** Waits for what became of a frame. */
    final Acceptance outcome(CompletionStage<Acceptance> sent) {
        try {
            return sent.toCompletableFuture().get(patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(
                    "SignalingChannel.send: \"completes when the frame was handed on or refused, on any thread, never"
                            + " exceptionally\", but: " + e,
                    e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
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
}
