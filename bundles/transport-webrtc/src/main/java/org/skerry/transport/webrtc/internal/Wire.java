// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.skerry.webrtc.host.RtcConnection;
import org.skerry.webrtc.host.RtcDescription;
import org.skerry.webrtc.host.RtcListener;
import org.skerry.webrtc.host.RtcState;
import org.skerry.webrtc.host.RtcStats;

/**
 * A connection of the host. What it tells comes to its user on the loop, in order; the threads of the library are let go at
 * once. All methods may be called from any thread but {@link #to}.
 */
final class Wire {

    private final Room room;
    private final Posted posted = new Posted();
    private RtcListener user;
    private volatile @Nullable RtcConnection connection;

    private Wire(Room room, RtcListener user) {
        this.room = room;
        this.user = user;
    }

    /** Opens a connection. On the loop. */
    static Wire open(Room room, RtcListener user) {
        Wire wire = new Wire(room, user);
        room.add(wire);
        wire.connection = room.host().open(room.identity().connections(), wire.posted);
        return wire;
    }

    /** Hands it to another user. On the loop. */
    void to(RtcListener next) {
        user = next;
    }

    CompletionStage<RtcDescription> offer() {
        RtcConnection at = connection;
        return at == null ? none() : at.offer();
    }

    CompletionStage<RtcDescription> answer(RtcDescription offer) {
        RtcConnection at = connection;
        return at == null ? none() : at.answer(offer);
    }

    CompletionStage<Void> accept(RtcDescription answer) {
        RtcConnection at = connection;
        return at == null ? none() : at.accept(answer);
    }

    CompletionStage<RtcStats> stats() {
        RtcConnection at = connection;
        return at == null ? none() : at.stats();
    }

    void add(String candidate) {
        RtcConnection at = connection;
        if (at != null) {
            at.add(candidate);
        }
    }

    /** @return whether the library has taken it */
    boolean send(int channel, byte[] message, boolean text) {
        RtcConnection at = connection;
        return at != null && at.send(channel, message, text);
    }

    /** {@return bytes that wait in the library} */
    long buffered(int channel) {
        RtcConnection at = connection;
        return at == null ? 0 : at.buffered(channel);
    }

    /** Closes it; its user hears so. Idempotent. */
    void close() {
        RtcConnection at = connection;
        if (at != null) {
            at.close();
        }
    }

    private static <T> CompletionStage<T> none() {
        return CompletableFuture.failedFuture(new IllegalStateException("there is no connection"));
    }

    /** Called on threads of the library. */
    private final class Posted implements RtcListener {

        @Override
        public void candidate(String candidate) {
            room.loop().execute(() -> user.candidate(candidate));
        }

        @Override
        public void gathered() {
            room.loop().execute(() -> user.gathered());
        }

        @Override
        public void state(RtcState state) {
            room.loop().execute(() -> user.state(state));
        }

        @Override
        public void opened() {
            room.loop().execute(() -> user.opened());
        }

        @Override
        public void message(int channel, byte[] message, boolean text) {
            room.loop().execute(() -> user.message(channel, message, text));
        }

        @Override
        public void retiring(String why) {
            room.loop().execute(() -> user.retiring(why));
        }

        @Override
        public void violated(String what) {
            room.loop().execute(() -> user.violated(what));
        }

        @Override
        public void closed(String why) {
            room.remove(Wire.this);
            room.loop().execute(() -> user.closed(why));
        }
    }
}
