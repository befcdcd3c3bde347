// SPDX-License-Identifier: Apache-2.0
package org.skerry.webrtc.host.internal;

import dev.onvoid.webrtc.PortAllocatorConfig;
import dev.onvoid.webrtc.RTCAnswerOptions;
import dev.onvoid.webrtc.RTCBundlePolicy;
import dev.onvoid.webrtc.RTCCertificatePEM;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCIceServer;
import dev.onvoid.webrtc.RTCIceTransportPolicy;
import dev.onvoid.webrtc.RTCOfferOptions;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.skerry.webrtc.host.RtcConnection;
import org.skerry.webrtc.host.RtcDescription;
import org.skerry.webrtc.host.RtcListener;
import org.skerry.webrtc.host.RtcSettings;
import org.skerry.webrtc.host.RtcStats;

/** A connection; everything about it but sending happens on the native thread. */
final class NativeConnection implements RtcConnection, NativeChannel.Owner {

    private static final String MID = "0";

    private final Factories factories;
    private final NativeThread thread;
    private final RtcSettings settings;
    private final ConnectionShim shim;
    private final Consumer<NativeConnection> onEnd;
    private final Outcomes outcomes = new Outcomes();
    private final BitSet opened = new BitSet();
    private volatile List<NativeChannel> channels = List.of();
    private volatile boolean ended;
    private volatile @Nullable NativeFactory factory;
    // Confined to the native thread.
    private final List<String> early = new ArrayList<>();
    private @Nullable RTCPeerConnection connection;
    private boolean remoteSet;

    NativeConnection(
            Factories factories,
            NativeThread thread,
            RtcSettings settings,
            RtcListener listener,
            Consumer<NativeConnection> onEnd) {
        this.factories = factories;
        this.thread = thread;
        this.settings = settings;
        this.shim = new ConnectionShim(listener, this::endSoon);
        this.onEnd = onEnd;
    }

    /** Makes the native objects. */
    void begin() {
        if (ended) {
            return;
        }
        try {
            NativeFactory from = factories.factoryFor(this, settings);
            factory = from;
            RTCPeerConnection made = from.create(configuration(settings), shim);
            connection = made;
            List<NativeChannel> both = new ArrayList<>();
            for (int id = 0; id < CHANNELS; id++) {
                both.add(NativeChannel.open(made, id, this));
                channels = List.copyOf(both);
            }
        } catch (RuntimeException | Error e) {
            String why = e.getMessage();
            end(why == null ? e.toString() : why);
        }
    }

    private static RTCConfiguration configuration(RtcSettings settings) {
        RTCConfiguration configuration = new RTCConfiguration();
        configuration.certificates = new ArrayList<>(List.of(new RTCCertificatePEM(
                settings.keyPem(), settings.certificatePem(), settings.expiry().toEpochMilli())));
        configuration.bundlePolicy = RTCBundlePolicy.MAX_BUNDLE;
        configuration.iceTransportPolicy =
                settings.relayOnly() ? RTCIceTransportPolicy.RELAY : RTCIceTransportPolicy.ALL;
        for (RtcSettings.IceServer server : settings.servers()) {
            RTCIceServer given = new RTCIceServer();
            given.urls.add(server.url());
            given.username = server.user();
            given.password = server.password();
            configuration.iceServers.add(given);
        }
        if (settings.maxPort() > 0) {
            configuration.portAllocatorConfig = new PortAllocatorConfig(
                    settings.minPort(), settings.maxPort(), PortAllocatorConfig.PORTALLOCATOR_ENABLE_IPV6);
        }
        return configuration;
    }

    @Override
    public CompletionStage<RtcDescription> offer() {
        return ask((RTCPeerConnection it, CompletableFuture<RTCSessionDescription> to) ->
                        it.createOffer(new RTCOfferOptions(), Outcomes.made(to)))
                .thenCompose(this::setLocal);
    }

    @Override
    public CompletionStage<RtcDescription> answer(RtcDescription offer) {
        return setRemote(RTCSdpType.OFFER, offer)
                .thenCompose(done -> ask((RTCPeerConnection it, CompletableFuture<RTCSessionDescription> to) ->
                        it.createAnswer(new RTCAnswerOptions(), Outcomes.made(to))))
                .thenCompose(this::setLocal);
    }

    @Override
    public CompletionStage<Void> accept(RtcDescription answer) {
        return setRemote(RTCSdpType.ANSWER, answer).thenAccept(done -> {});
    }

    private CompletionStage<RtcDescription> setLocal(RTCSessionDescription description) {
        RtcDescription own = Sdp.read(description.sdp);
        return ask((it, to) -> it.setLocalDescription(description, Outcomes.set(to, own)));
    }

    private CompletionStage<Boolean> setRemote(RTCSdpType type, RtcDescription description) {
        CompletionStage<Boolean> set = ask((it, to) ->
                it.setRemoteDescription(new RTCSessionDescription(type, Sdp.of(description)), Outcomes.set(to, true)));
        return set.thenApplyAsync(
                done -> {
                    remoteSet = true;
                    early.forEach(this::addNow);
                    early.clear();
                    return true;
                },
                thread);
    }

    /** Asks the library something on the native thread, unless it is closed. */
    private <T> CompletionStage<T> ask(BiConsumer<RTCPeerConnection, CompletableFuture<T>> question) {
        CompletableFuture<T> answer = outcomes.one();
        thread.execute(() -> {
            RTCPeerConnection to = connection;
            if (to == null) {
                answer.completeExceptionally(Outcomes.gone());
                return;
            }
            try {
                question.accept(to, answer);
            } catch (RuntimeException | Error e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    @Override
    public void add(String candidate) {
        if (!Sdp.isCandidate(candidate)) {
            return;
        }
        thread.execute(() -> {
            if (remoteSet) {
                addNow(candidate);
            } else {
                early.add(candidate);
            }
        });
    }

    private void addNow(String candidate) {
        RTCPeerConnection to = connection;
        if (to != null) {
            // one that the library refuses is no reason to give the others up
            Shims.safely(() -> to.addIceCandidate(new RTCIceCandidate(MID, 0, candidate)));
        }
    }

    @Override
    public boolean send(int channel, byte[] message, boolean text) {
        List<NativeChannel> both = channels;
        return channel < both.size() && both.get(channel).send(message, text);
    }

    @Override
    public long buffered(int channel) {
        List<NativeChannel> both = channels;
        return channel < both.size() ? both.get(channel).buffered() : 0;
    }

    @Override
    public CompletionStage<RtcStats> stats() {
        return ask((it, to) -> it.getStats(Outcomes.stats(to)));
    }

    @Override
    public void close() {
        endSoon("closed by this end");
    }

    /** Threads of the library must not close what they are in the middle of. Any thread. */
    private void endSoon(String why) {
        thread.execute(() -> end(why));
    }

    /** {@return whether it has closed} */
    boolean ended() {
        return ended;
    }

    /** Asks to be replaced. */
    void retire(String why) {
        shim.tell(it -> it.retiring(why));
    }

    /** Closes channels, then the connection. On the native thread. */
    void end(String why) {
        if (ended) {
            return;
        }
        ended = true;
        List<NativeChannel> both = channels;
        channels = List.of();
        both.forEach(NativeChannel::close);
        RTCPeerConnection last = connection;
        connection = null;
        if (last != null) {
            Handles.closeAndRelease(last);
        }
        outcomes.close();
        NativeFactory from = factory;
        if (from != null) {
            factories.gone(from, this);
        }
        onEnd.accept(this);
        shim.tellLast(it -> it.closed(why));
    }

    @Override
    public void opened(int id) {
        boolean all;
        synchronized (opened) {
            opened.set(id);
            all = opened.cardinality() == CHANNELS;
        }
        if (all) {
            shim.tell(RtcListener::opened);
        }
    }

    @Override
    public void received(int id, byte[] message, boolean text) {
        NativeFactory from = factory;
        if (from != null) {
            factories.received(from);
        }
        shim.tell(it -> it.message(id, message, text));
    }

    @Override
    public void channelClosed(int id) {
        endSoon("a channel was closed by the other end");
    }
}
