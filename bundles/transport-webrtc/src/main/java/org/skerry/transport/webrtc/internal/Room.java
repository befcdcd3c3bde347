// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.skerry.base.loop.Loop;
import org.skerry.webrtc.host.RtcSettings;
import org.skerry.webrtc.host.WebRtcHost;

/** What the negotiations and links of one open transport share. Its sets may be asked from any thread. */
final class Room {

    private final Loop loop;
    private final WebRtcHost host;
    private final WebRtcSettings settings;
    private final Identity identity;
    private final CandidatePolicy policy;
    private final Set<WebRtcNegotiation> negotiations = ConcurrentHashMap.newKeySet();
    private final Set<WebRtcLink> links = ConcurrentHashMap.newKeySet();
    private final Set<Wire> wires = ConcurrentHashMap.newKeySet();
    private final CountDownLatch empty = new CountDownLatch(1);
    private @Nullable CompletableFuture<Void> drained;
    private volatile boolean closing;
    private volatile boolean gone;

    /**
     * How this end shows itself.
     *
     * @param label of the node, for logs
     * @param fingerprint SHA-256 of its certificate in DER
     * @param connections what the host needs to open a connection
     */
    record Identity(String label, byte[] fingerprint, RtcSettings connections) {}

    Room(Loop loop, WebRtcHost host, WebRtcSettings settings, Identity identity) {
        this.loop = loop;
        this.host = host;
        this.settings = settings;
        this.identity = identity;
        this.policy = new CandidatePolicy(settings.addresses());
    }

    Loop loop() {
        return loop;
    }

    WebRtcHost host() {
        return host;
    }

    WebRtcSettings settings() {
        return settings;
    }

    Identity identity() {
        return identity;
    }

    CandidatePolicy policy() {
        return policy;
    }

    /** {@return whether it closes or has closed} */
    boolean closing() {
        return closing;
    }

    /** {@return whether the loop has ended, so that what was posted to it is lost} */
    boolean gone() {
        return gone;
    }

    /** {@return whether there are as many connections as may be} */
    boolean full() {
        return wires.size() >= settings.maxConnections();
    }

    void add(WebRtcNegotiation negotiation) {
        negotiations.add(negotiation);
    }

    void remove(WebRtcNegotiation negotiation) {
        negotiations.remove(negotiation);
    }

    void add(WebRtcLink link) {
        links.add(link);
    }

    /** A link has ended. On the loop. */
    void remove(WebRtcLink link) {
        links.remove(link);
        if (closing && links.isEmpty()) {
            empty.countDown();
        }
        if (drained != null && links.isEmpty()) {
            drained.complete(null);
        }
    }

    /**
     * Makes no new links from now on, and has the sessions of the others look for another one. On the loop.
     *
     * @param done when none is left
     */
    void drain(CompletableFuture<Void> done) {
        drained = done;
        negotiations.forEach(it -> it.fail(WebRtcTransport.DRAINING));
        links.forEach(it -> it.retiring(WebRtcTransport.DRAINING));
        if (links.isEmpty()) {
            done.complete(null);
        }
    }

    /** {@return whether it makes no new links; on the loop} */
    boolean draining() {
        return drained != null;
    }

    void add(Wire wire) {
        wires.add(wire);
    }

    void remove(Wire wire) {
        wires.remove(wire);
    }

    /** Fails what is in the making, and says goodbye to the others. On the loop. */
    void shutDown() {
        closing = true;
        negotiations.forEach(it -> it.fail(WebRtcTransport.CLOSED));
        links.forEach(WebRtcLink::shutDown);
        if (links.isEmpty()) {
            empty.countDown();
        }
    }

    /** {@return opens when all links have ended after {@link #shutDown}} */
    CountDownLatch empty() {
        return empty;
    }

    /** The loop has ended: what it did not get done is done here. */
    void abandon() {
        closing = true;
        gone = true;
        wires.forEach(Wire::close);
        negotiations.forEach(WebRtcNegotiation::abandon);
        links.forEach(WebRtcLink::abandon);
    }
}
