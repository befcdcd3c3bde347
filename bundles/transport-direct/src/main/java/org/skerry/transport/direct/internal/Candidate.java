// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.direct.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.skerry.base.crypto.ConstantTime;
import org.skerry.spi.transport.ChannelBinding;
import org.skerry.spi.transport.CloseReason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that may become the link of a negotiation: it shakes hands, swaps prefaces and waits to be picked. One that
 * was accepted learns from the preface which negotiation it belongs to. Confined to the reactor.
 */
final class Candidate implements TlsChannel.Upper {

    private static final Logger LOG = LoggerFactory.getLogger(Candidate.class);

    private final Room room;
    private final InetSocketAddress remote;
    private final boolean dialled;
    private final Consumer<Candidate> onSettled;
    private final TlsChannel channel;
    private final ByteBuffer preface = ByteBuffer.allocate(Preface.BYTES);
    private byte[] remoteFingerprint = new byte[0];
    private @Nullable DirectNegotiation negotiation;
    private @Nullable DirectLink link;
    private int maxMessageBytes;
    private boolean ready;
    private boolean over;

    /** Dials for a negotiation, which knows the certificate to expect. */
    Candidate(Room room, InetSocketAddress remote, DirectNegotiation negotiation, byte[] pin) throws IOException {
        this.room = room;
        this.remote = remote;
        this.dialled = true;
        this.onSettled = candidate -> {};
        this.negotiation = negotiation;
        this.channel = room.dial(remote, pin, this);
    }

    /**
     * Takes a connection that came in.
     *
     * @param onSettled runs once: it has named a negotiation, or it is gone
     */
    Candidate(Room room, SocketChannel socket, InetSocketAddress remote, Consumer<Candidate> onSettled)
            throws IOException {
        this.room = room;
        this.remote = remote;
        this.dialled = false;
        this.onSettled = onSettled;
        this.channel = room.channel(socket, room.engines.server(), this);
    }

    void start() {
        channel.start();
    }

    InetSocketAddress remote() {
        return remote;
    }

    boolean dialled() {
        return dialled;
    }

    /** Gives it up. */
    void end(String detail) {
        channel.endPolitely(CloseReason.LOCAL, detail);
    }

    /** An accepted one whose negotiation knows by now whom it expects. */
    void verify(byte[] pin) {
        if (!ConstantTime.equal(pin, remoteFingerprint)) {
            end("the certificate is not the one that the negotiation pinned");
            return;
        }
        DirectNegotiation mine = negotiation;
        if (mine != null) {
            send(new Preface(mine.id(), room.settings.maxMessageBytes()).encode());
            ready = true;
            mine.ready(this);
        }
    }

    /** Picks it, as the offering side does. */
    void sendGo() {
        send(ByteBuffer.wrap(new byte[] {Preface.GO}));
    }

    /** Turns it into a link; what follows on the stream is the link's. */
    DirectLink toLink(Consumer<DirectLink> onEnd) {
        ChannelBinding binding = ChannelBinding.of(room.engines.fingerprint(), remoteFingerprint);
        String route = "tcp " + Endpoints.show(remote);
        DirectLink made =
                new DirectLink(new DirectLink.Parts(room.reactor, channel, binding, route, maxMessageBytes), onEnd);
        link = made;
        over = true;
        channel.upper(made);
        return made;
    }

    @Override
    public void established(byte[] fingerprint) {
        remoteFingerprint = fingerprint;
        DirectNegotiation mine = negotiation;
        if (dialled && mine != null) {
            send(new Preface(mine.id(), room.settings.maxMessageBytes()).encode());
        }
    }

    @Override
    public boolean wantsInput() {
        return true;
    }

    @Override
    public void input(ByteBuffer plain) throws IOException {
        if (preface.hasRemaining()) {
            while (preface.hasRemaining() && plain.hasRemaining()) {
                preface.put(plain.get());
            }
            if (preface.hasRemaining()) {
                return;
            }
            introduced(Preface.decode(preface.flip().duplicate()));
            preface.position(preface.limit());
        }
        if (plain.hasRemaining() && !over) {
            picked(plain.get());
        }
        if (link != null) {
            link.input(plain);
        }
    }

    @Override
    public void flushed() {
        LOG.trace("Flushed {}", remote);
    }

    @Override
    public void ended(CloseReason reason, String detail) {
        over = true;
        LOG.debug("{}: no link over {} {}: {}", room.label, dialled ? "tcp to" : "tcp from", remote, detail);
        if (negotiation != null) {
            negotiation.lost(this);
        } else {
            onSettled.accept(this);
        }
    }

    private void introduced(Preface theirs) throws IOException {
        maxMessageBytes = Math.min(theirs.maxMessageBytes(), room.settings.maxMessageBytes());
        DirectNegotiation mine = negotiation;
        if (dialled && mine != null) {
            if (!ConstantTime.equal(mine.id(), theirs.id())) {
                throw new BrokenProtocolException("the reply names another negotiation");
            }
            ready = true;
            mine.ready(this);
            return;
        }
        DirectNegotiation named = room.negotiation(theirs.id());
        if (named == null) {
            throw new BrokenProtocolException("no such negotiation");
        }
        onSettled.accept(this);
        negotiation = named;
        named.adopt(this);
    }

    private void picked(byte word) throws IOException {
        DirectNegotiation mine = negotiation;
        if (word != Preface.GO || mine == null || !ready || !mine.picked(this)) {
            throw new BrokenProtocolException("data before the link began");
        }
    }

    private void send(ByteBuffer bytes) {
        channel.queue().addRaw(bytes);
        channel.pumpSoon();
    }
}
