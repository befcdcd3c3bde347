// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.bench;

import dev.onvoid.webrtc.CreateSessionDescriptionObserver;
import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCAnswerOptions;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCDataChannelBuffer;
import dev.onvoid.webrtc.RTCDataChannelInit;
import dev.onvoid.webrtc.RTCDataChannelObserver;
import dev.onvoid.webrtc.RTCDataChannelState;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCOfferOptions;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.SetSessionDescriptionObserver;
import dev.onvoid.webrtc.media.audio.HeadlessAudioDeviceModule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The least that a program can do with webrtc-java: one channel, nothing of Skerry. What a node does is compared with it. */
final class RawEnd extends MeasuredEnd implements PeerConnectionObserver {

    private static final long HIGH_WATER = 1 << 20;
    private static final long POLL_NANOS = 1_000_000;

    private final RTCPeerConnection connection;
    private final RTCDataChannel channel;
    /** Candidates that were found before the description was told, which the other end would not take. */
    private final List<String> early = new ArrayList<>();

    private boolean told;
    /** At least what waits in the library: to ask it takes as long as to send. */
    private long waiting;

    private RawEnd() {
        PeerConnectionFactory factory = new PeerConnectionFactory(new HeadlessAudioDeviceModule());
        connection = factory.createPeerConnection(new RTCConfiguration(), this);
        RTCDataChannelInit init = new RTCDataChannelInit();
        init.negotiated = true;
        init.id = 0;
        channel = connection.createDataChannel("raw", init);
        channel.registerObserver(new RTCDataChannelObserver() {
            @Override
            public void onBufferedAmountChange(long previous) {}

            @Override
            public void onStateChange() {
                if (channel.getState() == RTCDataChannelState.OPEN) {
                    opened();
                }
            }

            @Override
            public void onMessage(RTCDataChannelBuffer buffer) {
                count(buffer.data.remaining());
            }
        });
    }

    public static void main(String[] arguments) throws Exception {
        new RawEnd().serve();
    }

    @Override
    void offer() throws Exception {
        Described made = new Described();
        connection.createOffer(new RTCOfferOptions(), made);
        say(made.get());
    }

    private void say(RTCSessionDescription own) throws Exception {
        Set done = new Set();
        connection.setLocalDescription(own, done);
        done.get();
        synchronized (early) {
            emit(own.sdpType + " " + encode(own.sdp));
            told = true;
            early.forEach(this::emit);
        }
    }

    @Override
    public void onIceCandidate(RTCIceCandidate candidate) {
        String line = "candidate " + encode(candidate.sdp);
        synchronized (early) {
            if (told) {
                emit(line);
            } else {
                early.add(line);
            }
        }
    }

    @Override
    void signal(String what) throws Exception {
        String[] words = what.split(" ");
        String text = new String(Base64.getDecoder().decode(words[1]), StandardCharsets.US_ASCII);
        if (words[0].equals("candidate")) {
            connection.addIceCandidate(new RTCIceCandidate("0", 0, text));
            return;
        }
        RTCSdpType type = RTCSdpType.valueOf(words[0]);
        Set done = new Set();
        connection.setRemoteDescription(new RTCSessionDescription(type, text), done);
        done.get();
        if (type == RTCSdpType.OFFER) {
            Described made = new Described();
            connection.createAnswer(new RTCAnswerOptions(), made);
            say(made.get());
        }
    }

    private static String encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    void send(byte[] message) throws Exception {
        while (waiting >= HIGH_WATER) {
            waiting = channel.getBufferedAmount();
            if (waiting >= HIGH_WATER) {
                LockSupport.parkNanos(POLL_NANOS);
            }
        }
        channel.send(new RTCDataChannelBuffer(ByteBuffer.wrap(message), true));
        waiting += message.length;
    }

    /** An answer of the library. */
    abstract static class Answer<T> {

        private static final int SECONDS = 10;

        final CompletableFuture<T> answer = new CompletableFuture<>();

        T get() throws Exception {
            return answer.get(SECONDS, TimeUnit.SECONDS);
        }

        public void onFailure(String error) {
            answer.completeExceptionally(new IOException(error));
        }
    }

    private static final class Described extends Answer<RTCSessionDescription>
            implements CreateSessionDescriptionObserver {

        @Override
        public void onSuccess(RTCSessionDescription description) {
            answer.complete(description);
        }
    }

    private static final class Set extends Answer<Boolean> implements SetSessionDescriptionObserver {

        @Override
        public void onSuccess() {
            answer.complete(true);
        }
    }
}
