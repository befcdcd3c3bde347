// SPDX-License-Identifier: Apache-2.0
package org.skerry.signaling.multicast.internal;

import java.io.Closeable;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sockets of a channel: one for each family on a port of its own, from which all is sent and where replies arrive; and
 * one for each family on the port of the group, which is made anew when the interfaces change. One thread owns it;
 * {@link #wakeup} may be called by any.
 */
final class Sockets implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);
    private static final int AT_ONCE = 64;
    private static final int RECEIVE_BUFFER_BYTES = 256 * 1024;

    private final MulticastSettings settings;
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(2048);
    private final @Nullable DatagramChannel own4;
    private final @Nullable DatagramChannel own6;
    private List<Segment> segments = List.of();
    private List<Outlet> outlets = List.of();
    private List<DatagramChannel> groups = List.of();

    /** A way out to a group. */
    private record Outlet(DatagramChannel channel, Segment segment, InetSocketAddress group) {}

    Sockets(MulticastSettings settings) throws IOException {
        this.settings = settings;
        this.selector = Selector.open();
        try {
            own4 = settings.group4().isPresent() ? openOwn(StandardProtocolFamily.INET) : null;
            own6 = settings.group6().isPresent() ? openOwn6(own4 == null) : null;
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private DatagramChannel openOwn(ProtocolFamily family) throws IOException {
        DatagramChannel channel = DatagramChannel.open(family);
        try {
            channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, settings.ttl());
            channel.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true);
            channel.bind(null);
            listen(channel);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** A machine without IPv6 is not in error unless nothing else is configured. */
    private @Nullable DatagramChannel openOwn6(boolean needed) throws IOException {
        try {
            return openOwn(StandardProtocolFamily.INET6);
        } catch (IOException | UnsupportedOperationException e) {
            if (needed) {
                throw new IOException("no IPv6: " + e.getMessage(), e);
            }
            LOG.debug("no IPv6: {}", e.toString());
            return null;
        }
    }

    private void listen(DatagramChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
    }

    /** Joins the groups on these segments and leaves all others; does nothing if they are those of before. */
    void follow(List<Segment> now) throws IOException {
        if (now.equals(segments)) {
            return;
        }
        List<Outlet> ways = new ArrayList<>();
        List<DatagramChannel> opened = new ArrayList<>();
        try {
            if (own4 != null) {
                join(
                        opened,
                        ways,
                        own4,
                        settings.group4().orElseThrow(),
                        now.stream().filter(Segment::has4).toList());
            }
            if (own6 != null) {
                join(
                        opened,
                        ways,
                        own6,
                        settings.group6().orElseThrow(),
                        now.stream().filter(Segment::has6).toList());
            }
        } catch (IOException e) {
            closeAll(opened);
            throw e;
        }
        closeAll(groups);
        groups = List.copyOf(opened);
        outlets = List.copyOf(ways);
        segments = List.copyOf(now);
    }

    private void join(
            List<DatagramChannel> opened,
            List<Outlet> ways,
            DatagramChannel own,
            InetAddress group,
            List<Segment> where)
            throws IOException {
        if (where.isEmpty()) {
            return;
        }
        DatagramChannel channel = DatagramChannel.open(
                group instanceof Inet4Address ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
        opened.add(channel);
        share(channel);
        listen(channel);
        for (Segment segment : where) {
            try {
                channel.join(group, segment.net());
                ways.add(new Outlet(own, segment, new InetSocketAddress(group, settings.port())));
            } catch (IOException | IllegalArgumentException e) {
                LOG.debug(
                        "cannot join {} on {}: {}",
                        group.getHostAddress(),
                        segment.net().getName(),
                        e.toString());
            }
        }
    }

    /** Binds to the port of the group together with the other nodes of this machine. */
    private void share(DatagramChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        if (!System.getProperty("os.name").startsWith("Linux")
                && channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
            // Linux needs it not, and would refuse to share with a node of another user.
            channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        }
        try {
            channel.bind(new InetSocketAddress(settings.port()));
        } catch (IOException e) {
            throw new IOException("UDP port " + settings.port() + " cannot be shared: " + e.getMessage(), e);
        }
    }

    List<Segment> segments() {
        return segments;
    }

    /** {@return the interfaces on which a group was joined, for people; empty if there is none} */
    String joined() {
        return outlets.stream()
                .map(outlet -> outlet.segment().net().getName())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** Sends to the group on every segment; {@return empty if at least one took it, else why none did} */
    Optional<String> multicast(ByteBuffer datagram) {
        String why = "no network interface to send on";
        boolean sent = false;
        for (Outlet outlet : outlets) {
            try {
                outlet.channel()
                        .setOption(
                                StandardSocketOptions.IP_MULTICAST_IF,
                                outlet.segment().net());
                sent |= outlet.channel().send(datagram.duplicate(), outlet.group()) > 0;
            } catch (IOException e) {
                why = outlet.segment().net().getName() + ": " + e.getMessage();
                LOG.debug("cannot send to {} on {}", outlet.group(), why);
            }
        }
        return sent ? Optional.empty() : Optional.of(why);
    }

    /** {@return whether the datagram is on its way} */
    boolean unicast(ByteBuffer datagram, InetSocketAddress to) {
        DatagramChannel channel = to.getAddress() instanceof Inet4Address ? own4 : own6;
        try {
            return channel != null && channel.send(datagram.duplicate(), to) > 0;
        } catch (IOException e) {
            LOG.debug("cannot send to {}: {}", to, e.getMessage());
            return false;
        }
    }

    /** Waits for datagrams at most so long, or until woken, and passes on what is there. */
    void receive(long millis, BiConsumer<InetSocketAddress, ByteBuffer> in) throws IOException {
        if (millis <= 0) {
            selector.selectNow();
        } else {
            selector.select(millis);
        }
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.isValid()) {
                read((DatagramChannel) key.channel(), in);
            }
        }
        selector.selectedKeys().clear();
    }

    /** Not more than some at once, so that what is to be sent gets its turn. */
    private void read(DatagramChannel channel, BiConsumer<InetSocketAddress, ByteBuffer> in) throws IOException {
        for (int i = 0; i < AT_ONCE; i++) {
            buffer.clear();
            InetSocketAddress from = (InetSocketAddress) channel.receive(buffer);
            if (from == null) {
                return;
            }
            in.accept(from, buffer.flip());
        }
    }

    void wakeup() {
        selector.wakeup();
    }

    @Override
    public void close() {
        selector.keys().forEach(key -> closeAll(List.of((DatagramChannel) key.channel())));
        try {
            selector.close();
        } catch (IOException e) {
            LOG.debug("closing the selector: {}", e.toString());
        }
    }

    private static void closeAll(List<DatagramChannel> channels) {
        for (DatagramChannel channel : channels) {
            try {
                channel.close();
            } catch (IOException e) {
                LOG.debug("closing a socket: {}", e.toString());
            }
        }
    }
}
