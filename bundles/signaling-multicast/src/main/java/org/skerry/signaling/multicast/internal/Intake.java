// SPDX-License-Identifier: Apache-2.0
package org.skerry.signaling.multicast.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.skerry.base.crypto.Sha256;

/**
 * Decides which datagrams come in: from the segments in use, within the limits, well-formed, not one's own, and each once
 * though it may arrive over several interfaces. Not thread-safe.
 */
final class Intake {

    private static final int MOST_SOURCES = 512;
    private static final int MOST_REMEMBERED = 8192;

    private final MulticastSettings settings;
    private final long self;
    private final TokenBucket all;
    private final Map<InetAddress, TokenBucket> sources = new Recent<>(MOST_SOURCES);
    private final Map<Long, Boolean> seen = new Recent<>(MOST_REMEMBERED);

    /** @param self the sender whose datagrams are one's own */
    Intake(MulticastSettings settings, long self, long nowNanos) {
        this.settings = settings;
        this.self = self;
        this.all = new TokenBucket(settings.inPerSecond(), nowNanos);
    }

    /** Takes what remains in the buffer, or drops it. */
    Optional<Datagram> take(InetSocketAddress from, ByteBuffer bytes, List<Segment> segments, long nowNanos) {
        if (bytes.remaining() > settings.maxDatagramBytes() || !local(from.getAddress(), segments)) {
            return Optional.empty();
        }
        // The copies of a datagram are the same to the last byte, so a forged one cannot pass for a copy.
        long print = ByteBuffer.wrap(Sha256.of(bytes)).getLong();
        Optional<Datagram> datagram = Datagram.parse(bytes).filter(parsed -> parsed.sender() != self);
        if (datagram.isEmpty() || seen.containsKey(print) || !withinRate(from.getAddress(), nowNanos)) {
            return Optional.empty();
        }
        seen.put(print, Boolean.TRUE);
        return datagram;
    }

    /** Copies and what comes back of one's own do not count: other nodes of this machine have the same address. */
    private boolean withinRate(InetAddress from, long nowNanos) {
        return sources.computeIfAbsent(from, ignored -> new TokenBucket(settings.inPerSourcePerSecond(), nowNanos))
                        .take(nowNanos)
                && all.take(nowNanos);
    }

    private boolean local(InetAddress from, List<Segment> segments) {
        return settings.staysOnThisMachine()
                ? segments.stream().anyMatch(segment -> segment.own(from))
                : segments.stream().anyMatch(segment -> segment.contains(from));
    }
}
