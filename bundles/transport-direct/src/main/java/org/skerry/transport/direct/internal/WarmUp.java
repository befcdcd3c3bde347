// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.direct.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import org.jspecify.annotations.Nullable;
import org.skerry.base.loop.Practice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shakes hands with itself in memory and moves some data, so that the classes of TLS are loaded and its code is compiled
 * before the first peer comes: a fresh JVM takes some hundred milliseconds for its first handshake, and is three times slower
 * in its first gigabyte. The first handshake is made at once, all else in slices.
 */
final class WarmUp {

    private static final int HANDSHAKES = 60;
    private static final int BATCHES_BETWEEN = 2;
    private static final int BATCH = 25;

    /** A batch within this time is some 300 MB/s for both ends on one core, which only compiled code reaches. */
    private static final long WARM_NANOS = 1_250_000;

    private static final int NET_BYTES = 32 * 1024;
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    private final TlsEngines engines;
    private final BooleanSupplier stop;
    // As in the channel, so that the same code paths are compiled.
    private final ByteBuffer plain = ByteBuffer.allocate(NET_BYTES);
    private final ByteBuffer toServer = ByteBuffer.allocateDirect(NET_BYTES);
    private final ByteBuffer toClient = ByteBuffer.allocateDirect(NET_BYTES);
    private final ByteBuffer[] message = {ByteBuffer.allocate(SendQueue.RECORD_BYTES)};
    private @Nullable SSLEngine client;
    private @Nullable SSLEngine server;
    private int rounds;
    private boolean fast;

    WarmUp(TlsEngines engines, BooleanSupplier stop) {
        this.engines = engines;
        this.stop = stop;
    }

    /** Begins on this thread. */
    void begin(Practice.Pause pause) {
        new Practice(this::practise, pause).begin(Duration.ofNanos(1));
    }

    /** One handshake, or one batch of data over the connection of the last one. */
    private boolean practise() {
        try {
            SSLEngine sender = client;
            SSLEngine receiver = server;
            if (rounds++ % (BATCHES_BETWEEN + 1) == 0 || sender == null || receiver == null) {
                shakeHands();
            } else if (!fast) {
                fast = moveBatch(sender, receiver) <= WARM_NANOS;
            }
            boolean done = fast && rounds >= HANDSHAKES * (BATCHES_BETWEEN + 1);
            if (done) {
                LOG.debug("TLS is warm after {} rounds", rounds);
            }
            return !done && !stop.getAsBoolean();
        } catch (IOException | RuntimeException e) {
            LOG.debug("The warm-up of TLS ended early: {}", e.toString());
            return false;
        }
    }

    private void shakeHands() throws IOException {
        SSLEngine dialling = engines.client(engines.fingerprint());
        SSLEngine accepting = engines.server();
        toServer.clear();
        toClient.clear();
        dialling.beginHandshake();
        accepting.beginHandshake();
        while (!stop.getAsBoolean() && (busy(dialling) || busy(accepting))) {
            step(dialling, toClient, toServer);
            step(accepting, toServer, toClient);
        }
        client = dialling;
        server = accepting;
    }

    private long moveBatch(SSLEngine sender, SSLEngine receiver) throws IOException {
        long start = System.nanoTime();
        for (int i = 0; i < BATCH && !stop.getAsBoolean(); i++) {
            message[0].clear();
            sender.wrap(message, 0, 1, toServer);
            receive(receiver, toServer);
        }
        return System.nanoTime() - start;
    }

    private static boolean busy(SSLEngine engine) {
        return engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
    }

    private void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws IOException {
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> {
                for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                    task.run();
                }
            }
            case NEED_WRAP -> {
                message[0].clear().limit(0);
                engine.wrap(message, 0, 1, out);
            }
            case NOT_HANDSHAKING, NEED_UNWRAP, NEED_UNWRAP_AGAIN, FINISHED -> receive(engine, in);
        }
    }

    private void receive(SSLEngine engine, ByteBuffer in) throws IOException {
        in.flip();
        engine.unwrap(in, plain.clear());
        in.compact();
    }
}
