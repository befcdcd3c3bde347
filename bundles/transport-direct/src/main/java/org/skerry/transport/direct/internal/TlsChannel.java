// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.direct.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.skerry.spi.transport.CloseReason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A socket with TLS on it: encrypts what its {@link SendQueue} holds and hands decrypted bytes to its {@link Upper}. At most
 * one pooled buffer of encrypted bytes waits for the socket, so what is queued later can still overtake. Confined to the
 * reactor; only the tasks of a handshake run on a worker.
 */
final class TlsChannel implements Reactor.Ready {

    /** Bytes moved per turn, so that one busy connection leaves room for the others. */
    private static final int TURN_BYTES = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(TlsChannel.class);

    /** What sits on the channel; called on the reactor. */
    interface Upper {
        /** The handshake is done. */
        void established(byte[] remoteFingerprint) throws IOException;

        /** Whether to read on. */
        boolean wantsInput();

        /** Decrypted bytes; takes all of them. */
        void input(ByteBuffer plain) throws IOException;

        /** The queue was closed, and all of it went to the socket. */
        void flushed();

        /** The channel is closed, nothing follows. */
        void ended(CloseReason reason, String detail);
    }

    private interface Step {
        void run() throws IOException;
    }

    private final Reactor reactor;
    private final Executor workers;
    private final SocketChannel socket;
    private final SSLEngine engine;
    private final SelectionKey key;
    private final SendQueue queue = new SendQueue();
    private final TlsInput in;
    private final TlsOutput out;
    private Upper upper;
    private boolean tasking;
    private boolean again;
    private boolean established;
    private boolean flushed;
    private boolean dead;

    TlsChannel(Reactor reactor, Executor workers, SocketChannel socket, SSLEngine engine, Upper upper)
            throws IOException {
        this.reactor = reactor;
        this.workers = workers;
        this.socket = socket;
        this.engine = engine;
        this.upper = upper;
        this.in = new TlsInput(reactor, socket, engine);
        this.out = new TlsOutput(reactor, socket, engine, queue);
        this.key = reactor.register(socket, 0, this);
    }

    /** Begins the handshake on a connected socket, or waits for one that connects. */
    void start() {
        if (socket.isConnected()) {
            guarded(this::beginHandshake);
        } else {
            key.interestOps(SelectionKey.OP_CONNECT);
        }
    }

    void upper(Upper next) {
        upper = next;
    }

    SendQueue queue() {
        return queue;
    }

    long bytesIn() {
        return in.bytes();
    }

    long bytesOut() {
        return out.bytes();
    }

    @Override
    public void ready() {
        if (socket.isConnected()) {
            pump();
        } else {
            guarded(() -> {
                socket.finishConnect();
                beginHandshake();
            });
        }
    }

    /** Moves what can be moved. To be called when there is something to send, or input is wanted again. */
    void pump() {
        guarded(this::drive);
    }

    /** As {@link #pump}, from within a call of the channel. */
    void pumpSoon() {
        if (!again) {
            again = true;
            reactor.execute(() -> {
                again = false;
                pump();
            });
        }
    }

    /** Ends it at once. */
    void end(CloseReason reason, String detail) {
        if (dead) {
            return;
        }
        dead = true;
        key.cancel();
        try {
            socket.close();
        } catch (IOException e) {
            LOG.trace("Closing a socket failed: {}", e.toString());
        }
        in.release();
        out.release();
        queue.fail(new IOException("the link has closed: " + detail));
        upper.ended(reason, detail);
    }

    /** Tells the other side that TLS ends, if that goes without waiting, and ends it; drops what is queued. */
    void endPolitely(CloseReason reason, String detail) {
        if (!dead && established && !tasking) {
            out.finish();
        }
        end(reason, detail);
    }

    /** Sends what is queued as far as that goes without waiting, and ends it. */
    void flushAndEnd(CloseReason reason, String detail) {
        if (!dead && established && !tasking) {
            out.flushAndFinish();
        }
        end(reason, detail);
    }

    private void guarded(Step step) {
        if (dead) {
            return;
        }
        try {
            step.run();
            if (!dead) {
                interest();
            }
        } catch (SSLException | BrokenProtocolException e) {
            out.finish();
            end(CloseReason.PROTOCOL, reasonOf(e));
        } catch (IOException e) {
            end(CloseReason.FAILED, reasonOf(e));
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.warn("A connection failed unexpectedly: {}", e.toString(), e);
            end(CloseReason.FAILED, e.toString());
        }
    }

    private static String reasonOf(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private void beginHandshake() throws IOException {
        engine.beginHandshake();
        drive();
    }

    private void drive() throws IOException {
        boolean on = true;
        while (on && !dead && !tasking) {
            HandshakeStatus status = engine.getHandshakeStatus();
            if (status == HandshakeStatus.NEED_WRAP) {
                on = out.wrapNothing();
                continue;
            }
            out.drain();
            on = switch (status) {
                case NEED_TASK -> runTasks();
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> established ? move() : receive();
                default -> move();
            };
        }
    }

    /** In the open: sends and receives. @return whether to look at the handshake machine again */
    private boolean move() throws IOException {
        if (!established) {
            established = true;
            upper.established(TlsEngines.remoteFingerprint(engine));
            return true;
        }
        if (sendQueued() || dead) {
            return true;
        }
        long stop = in.bytes() + TURN_BYTES;
        while (!dead && upper.wantsInput()) {
            if (!receive()) {
                return false;
            }
            if (needsStep()) {
                return true;
            }
            if (in.bytes() > stop) {
                pumpSoon();
                return false;
            }
        }
        return false;
    }

    private boolean needsStep() {
        HandshakeStatus status = engine.getHandshakeStatus();
        return status == HandshakeStatus.NEED_WRAP || status == HandshakeStatus.NEED_TASK;
    }

    /** @return whether to look at the handshake machine again */
    private boolean sendQueued() throws IOException {
        int budget = TURN_BYTES;
        while (out.drain()) {
            int count = queue.gather();
            if (count == 0) {
                return finishOutput();
            }
            if (budget < 0) {
                pumpSoon();
                return false;
            }
            while (count > 0) {
                budget -= out.wrapGathered(count);
                if (dead || needsStep()) {
                    return true;
                }
                count = out.room() ? queue.gather() : 0;
            }
        }
        return false;
    }

    private boolean finishOutput() throws IOException {
        if (!queue.finished() || flushed) {
            return false;
        }
        if (!engine.isOutboundDone()) {
            engine.closeOutbound();
            return true;
        }
        flushed = true;
        socket.shutdownOutput();
        upper.flushed();
        return false;
    }

    /** Takes one record. @return false if there is none to be had */
    private boolean receive() throws IOException {
        switch (in.next()) {
            case NOTHING -> {
                return false;
            }
            case CLOSED -> endPolitely(CloseReason.REMOTE, "the other side closed the connection");
            case CUT -> end(CloseReason.FAILED, "the connection ended");
            case RECORD -> {
                ByteBuffer plain = reactor.plain();
                if (plain.hasRemaining()) {
                    upper.input(plain);
                }
            }
        }
        return true;
    }

    private boolean runTasks() {
        Runnable first = engine.getDelegatedTask();
        if (first == null) {
            return true;
        }
        tasking = true;
        try {
            workers.execute(() -> {
                for (Runnable task = first; task != null; task = engine.getDelegatedTask()) {
                    task.run();
                }
                reactor.execute(() -> {
                    tasking = false;
                    pump();
                });
            });
        } catch (RejectedExecutionException e) {
            end(CloseReason.FAILED, "the transport closes");
        }
        return false;
    }

    private void interest() {
        int wanted = 0;
        if (!tasking) {
            wanted |= out.waiting() ? SelectionKey.OP_WRITE : 0;
            wanted |= !established || upper.wantsInput() ? SelectionKey.OP_READ : 0;
        }
        if (socket.isConnected() && key.interestOps() != wanted) {
            key.interestOps(wanted);
        }
    }
}
