// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.skerry.spi.transport.TransportCertificate;
import org.skerry.testkit.transport.TransportContexts;
import org.skerry.webrtc.host.RtcConnection;
import org.skerry.webrtc.host.RtcDescription;
import org.skerry.webrtc.host.RtcListener;
import org.skerry.webrtc.host.RtcSettings;
import org.skerry.webrtc.host.RtcState;

/** A bare connection of the host. */
final class MeasuredConnection implements MeasuredEnd, RtcListener {
    private final Consumer<byte[]> emit;
    private final boolean offering;
    private final RtcConnection connection;
    private final CompletableFuture<Void> open = new CompletableFuture<>();
    private volatile Consumer<Integer> count = length -> {};
    private boolean described;

    MeasuredConnection(boolean offering, Consumer<byte[]> emit) throws Exception {
        this.emit = emit;
        this.offering = offering;
        TransportCertificate own = TransportContexts.ephemeral("raw").certificate(TransportCertificate.Kind.P256);
        connection = Native.lease()
                .open(
                        RtcSettings.with(
                                Pem.of(own.certificate()),
                                Pem.of(own.key()),
                                own.certificate().getNotAfter().toInstant()),
                        this);
        if (offering) {
            connection.offer().thenAccept(this::emit);
        }
    }

    private void emit(RtcDescription rtc) {
        synchronized (this) {
            described = true;
            emit.accept(new SignalBody.Description(offering, rtc, 262_144, List.of()).encode());
            notifyAll();
        }
    }

    @Override
    public synchronized void candidate(String candidate) {
        String text = Candidate.parse(candidate).map(Candidate::text).orElse("");
        new Thread(() -> emitLater(text)).start(); // not on a thread of the library, which must not wait
    }

    private synchronized void emitLater(String text) {
        try {
            while (!described) {
                wait();
            }
            emit.accept(new SignalBody.Candidates(List.of(text)).encode());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public CompletableFuture<Void> open() {
        return open;
    }

    @Override
    public void signal(byte[] body) {
        try {
            SignalBody said = SignalBody.decode(body);
            if (said instanceof SignalBody.Candidates more) {
                more.candidates().forEach(connection::add);
            } else if (said instanceof SignalBody.Description description) {
                if (offering) {
                    connection.accept(description.rtc());
                } else {
                    connection.answer(description.rtc()).thenAccept(this::emit);
                }
            }
        } catch (BrokenProtocolException e) {
            open.completeExceptionally(e);
        }
    }

    @Override
    public void onBytes(Consumer<Integer> to) {
        count = to;
    }

    @Override
    public long send(long bytes, int message) throws Exception {
        byte[] content = new byte[message];
        long below = 0;
        for (long sent = 0; sent < bytes; sent += message) {
            while (below >= 1 << 20) {
                below = connection.buffered(1);
                if (below >= 1 << 20) {
                    TimeUnit.MILLISECONDS.sleep(1);
                }
            }
            if (!connection.send(1, content, false)) {
                throw new IOException("not taken");
            }
            below += message;
        }
        return 0;
    }

    @Override
    public void close() {
        connection.close();
    }

    @Override
    public void state(RtcState state) {}

    @Override
    public void opened() {
        open.complete(null);
    }

    @Override
    public void message(int channel, byte[] message, boolean text) {
        count.accept(message.length);
    }

    @Override
    public void retiring(String why) {}

    @Override
    public void closed(String why) {}
}
