// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.direct.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shakes hands with itself in memory and moves some data, so that the classes of TLS are loaded and AES-GCM is compiled
 * before the first peer comes: a fresh JVM takes some hundred milliseconds for its first handshake, and is three times slower
 * in its first gigabyte.
 */
final class WarmUp implements Runnable {

    private static final int MAX_BATCHES = 60;
    private static final int BATCH = 50;

    /** A batch within this time is some 300 MB/s for both ends on one core, which only compiled code reaches. */
    private static final long WARM_NANOS = 2_500_000;

    private static final int NET_BYTES = 32 * 1024;
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    private final TlsEngines engines;
    private final BooleanSupplier stop;
    // As in the channel, so that the same code paths are compiled.
    private final ByteBuffer plain = ByteBuffer.allocate(NET_BYTES);
    private final ByteBuffer toServer = ByteBuffer.allocateDirect(NET_BYTES);
    private final ByteBuffer toClient = ByteBuffer.allocateDirect(NET_BYTES);
    private final ByteBuffer[] message = {ByteBuffer.allocate(SendQueue.RECORD_BYTES)};

    WarmUp(TlsEngines engines, BooleanSupplier stop) {
        this.engines = engines;
        this.stop = stop;
    }

    @Override
    public void run() {
        long start = System.nanoTime();
        try {
            SSLEngine client = engines.client(engines.fingerprint());
            SSLEngine server = engines.server();
            client.beginHandshake();
            server.beginHandshake();
            while (!stop.getAsBoolean() && (busy(client) || busy(server))) {
                step(client, toClient, toServer);
                step(server, toServer, toClient);
            }
            for (int i = 0; i < MAX_BATCHES && !stop.getAsBoolean() && moveBatch(client, server) > WARM_NANOS; i++) {
                LOG.trace("Not yet warm");
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("The warm-up of TLS ended early: {}", e.toString());
        }
        LOG.debug("Warmed TLS up in {} ms", (System.nanoTime() - start) / 1_000_000);
    }

    private long moveBatch(SSLEngine client, SSLEngine server) throws IOException {
        long start = System.nanoTime();
        for (int i = 0; i < BATCH && !stop.getAsBoolean(); i++) {
            message[0].clear();
            client.wrap(message, 0, 1, toServer);
            receive(server, toServer);
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
