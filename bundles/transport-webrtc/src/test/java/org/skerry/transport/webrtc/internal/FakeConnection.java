// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.skerry.webrtc.host.RtcConnection;
import org.skerry.webrtc.host.RtcDescription;
import org.skerry.webrtc.host.RtcDescription.Setup;
import org.skerry.webrtc.host.RtcListener;
import org.skerry.webrtc.host.RtcStats;

/** Records what it is given, and keeps it as if the network took nothing, until the test lets it {@link #drain}. */
final class FakeConnection implements RtcConnection {

    final RtcListener listener;
    final List<ByteBuffer> messages = new ArrayList<>();
    final List<Integer> bundles = new ArrayList<>();
    final List<String> texts = new ArrayList<>();
    final List<String> candidates = new ArrayList<>();
    final CompletableFuture<RtcDescription> described = new CompletableFuture<>();
    final CompletableFuture<Void> accepted = new CompletableFuture<>();
    private final long[] buffered = new long[CHANNELS];
    int looks;
    int closes;
    int asked;
    long bytesIn;
    long bytesOut;
    String local = "host udp 10.83.75.1:1";
    String remote = "host udp 10.83.75.1:4321";
    double rttSeconds = 0.001;
    boolean takes = true;

    FakeConnection(RtcListener listener) {
        this.listener = listener;
    }

    /** The library has made its description. */
    void describe(byte[] fingerprint, Setup setup) {
        described.complete(new RtcDescription("ufra", "abcdefghijklmnopqrstuv", fingerprint, setup));
    }

    /** The network takes what waits. */
    void drain(int channel, long left) {
        buffered[channel] = left;
    }

    /** The other end says a frame. */
    void hears(int channel, String text) {
        listener.message(channel, text.getBytes(StandardCharsets.US_ASCII), true);
    }

    private static List<ByteBuffer> apart(byte[] bundle) {
        try {
            return Bundle.read(bundle, MAX_MESSAGE_BYTES);
        } catch (BrokenProtocolException e) {
            throw new AssertionError(e);
        }
    }

    /** The other end sends messages in one bundle. */
    void receives(int channel, int... bytes) {
        List<ByteBuffer> messages =
                IntStream.of(bytes).mapToObj(ByteBuffer::allocate).toList();
        listener.message(channel, Bundle.of(messages), false);
    }

    /** The other end sends what may be no bundle. */
    void receives(int channel, byte[] anything) {
        listener.message(channel, anything, false);
    }

    @Override
    public CompletionStage<RtcDescription> offer() {
        return described;
    }

    @Override
    public CompletionStage<RtcDescription> answer(RtcDescription offer) {
        return described;
    }

    @Override
    public CompletionStage<Void> accept(RtcDescription answer) {
        return accepted;
    }

    @Override
    public void add(String candidate) {
        candidates.add(candidate);
    }

    @Override
    public boolean send(int channel, byte[] message, boolean text) {
        if (!takes) {
            return false;
        }
        if (text) {
            texts.add(channel + ": " + new String(message, StandardCharsets.US_ASCII));
        } else {
            bundles.add(message.length);
            messages.addAll(apart(message));
            buffered[channel] += message.length;
        }
        return true;
    }

    @Override
    public long buffered(int channel) {
        looks++;
        return buffered[channel];
    }

    @Override
    public CompletionStage<RtcStats> stats() {
        asked++;
        return CompletableFuture.completedFuture(RtcStats.of(bytesIn, bytesOut, local, remote, rttSeconds));
    }

    @Override
    public void close() {
        if (closes++ == 0) {
            listener.closed("closed by this end");
        }
    }
}
