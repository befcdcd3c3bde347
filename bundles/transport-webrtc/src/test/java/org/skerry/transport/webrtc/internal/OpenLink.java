// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.skerry.base.loop.ManualLoop;
import org.skerry.spi.transport.ChannelBinding;
import org.skerry.spi.transport.Lane;
import org.skerry.testkit.transport.RecordingListener;
import org.skerry.webrtc.host.RtcSettings;

/** A link that has just opened over a fake connection, on virtual time. */
final class OpenLink {

    static final byte[] OWN = new byte[32];
    static final byte[] OTHERS = others();

    final ManualLoop loop = new ManualLoop();
    final FakeHost host = new FakeHost();
    final Room room;
    final WebRtcLink link;
    final FakeConnection connection;
    final RecordingListener listener = RecordingListener.counting();

    OpenLink(Map<String, Object> values) {
        room = room(loop, host, values);
        Wire wire = Wire.open(room, new Deaf());
        connection = host.last();
        link = new WebRtcLink(room, wire, ChannelBinding.of(OWN, OTHERS), 65_536 + Bundle.PREFIX);
        wire.to(link);
        room.add(link);
        link.opened();
        loop.runReady();
    }

    private static byte[] others() {
        byte[] fingerprint = new byte[32];
        fingerprint[0] = 1;
        return fingerprint;
    }

    static OpenLink usual() {
        return new OpenLink(Map.of("window.bytes", 1 << 20));
    }

    static Room room(ManualLoop loop, FakeHost host, Map<String, Object> values) {
        RtcSettings none = RtcSettings.with("certificate", "key", Instant.MAX);
        return new Room(loop, host, Configured.settings(values), new Room.Identity("test", OWN, none));
    }

    /** Starts it, and asks for so many messages. */
    OpenLink started(int messages) {
        link.start(listener);
        if (messages > 0) {
            link.request(messages);
        }
        loop.runReady();
        return this;
    }

    /** The other end allows so much on a lane. */
    OpenLink allowed(Lane lane, long bytes) {
        connection.hears(0, "window " + lane.ordinal() + " " + bytes);
        loop.runReady();
        return this;
    }

    List<CompletableFuture<Void>> send(Lane lane, int messages, int bytes) {
        List<CompletableFuture<Void>> stages = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            stages.add(link.send(lane, ByteBuffer.allocate(bytes)).toCompletableFuture());
        }
        loop.runReady();
        return stages;
    }

    void hears(int channel, String text) {
        connection.hears(channel, text);
        loop.runReady();
    }

    void receives(int channel, int messages, int bytes) {
        for (int i = 0; i < messages; i++) {
            connection.receives(channel, bytes);
        }
        loop.runReady();
    }

    void pass(long millis) {
        loop.advance(Duration.ofMillis(millis));
    }
}
