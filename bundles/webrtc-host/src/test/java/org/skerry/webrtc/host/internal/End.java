// SPDX-License-Identifier: Apache-2.0
package org.skerry.webrtc.host.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.skerry.webrtc.host.RtcConnection;
import org.skerry.webrtc.host.RtcDescription;
import org.skerry.webrtc.host.RtcListener;
import org.skerry.webrtc.host.RtcSettings;
import org.skerry.webrtc.host.RtcState;
import org.skerry.webrtc.host.WebRtcHost;

/** One end of a pair, which records what it hears and passes its candidates on. */
final class End implements RtcListener {

    static final long SECONDS = 10;

    final List<byte[]> messages = new ArrayList<>();
    final AtomicLong bytes = new AtomicLong();
    final CompletableFuture<Void> open = new CompletableFuture<>();
    final CompletableFuture<String> end = new CompletableFuture<>();
    final CompletableFuture<RtcState> failed = new CompletableFuture<>();
    final CompletableFuture<String> violation = new CompletableFuture<>();
    final CompletableFuture<String> retiring = new CompletableFuture<>();
    volatile @Nullable RtcConnection connection;
    volatile @Nullable RtcConnection other;
    volatile boolean keeps = true;
    volatile @Nullable RuntimeException toThrow;
    private final List<String> early = new ArrayList<>();

    static End[] pair(WebRtcHost host, RtcSettings settings) throws Exception {
        End offering = new End();
        End answering = new End();
        offering.connection = host.open(settings, offering);
        answering.connection = host.open(settings, answering);
        offering.passTo(answering.connection);
        answering.passTo(offering.connection);
        RtcDescription offer = await(offering.connection.offer().toCompletableFuture());
        RtcDescription answer = await(answering.connection.answer(offer).toCompletableFuture());
        await(offering.connection.accept(answer).toCompletableFuture());
        await(offering.open);
        await(answering.open);
        return new End[] {offering, answering};
    }

    static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(SECONDS, TimeUnit.SECONDS);
    }

    synchronized void passTo(RtcConnection to) {
        other = to;
        early.forEach(to::add);
    }

    synchronized int received() {
        return messages.size();
    }

    @Override
    public synchronized void candidate(String candidate) {
        if (other == null) {
            early.add(candidate);
        } else {
            other.add(candidate);
        }
    }

    @Override
    public void state(RtcState state) {
        if (state == RtcState.FAILED) {
            failed.complete(state);
        }
    }

    @Override
    public void opened() {
        open.complete(null);
    }

    @Override
    public synchronized void message(int channel, byte[] message, boolean text) {
        bytes.addAndGet(message.length);
        if (keeps) {
            messages.add(message);
        }
        if (toThrow != null) {
            throw toThrow;
        }
    }

    @Override
    public void retiring(String why) {
        retiring.complete(why);
    }

    @Override
    public void violated(String what) {
        violation.complete(what);
    }

    @Override
    public void closed(String why) {
        end.complete(why);
    }
}
