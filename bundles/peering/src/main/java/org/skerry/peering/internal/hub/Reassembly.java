// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.hub;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.skerry.peering.internal.node.HubLimits;

/**
 * Joins the parts of envelopes again. Bounded in memory, per channel and in time; when there is no room, new envelopes are
 * refused, those under way go on. One channel gets at most half of the memory, so that a flood on one leaves the others
 * alone. Confined to the loop.
 */
final class Reassembly {

    /** What an unfinished envelope costs beyond its bytes. */
    private static final int OVERHEAD = 256;

    /** Which envelope: its channel, and the id in its parts. */
    private record Key(long channel, ByteBuffer id) {}

    private static final class Partial {
        /** An empty one is missing; none that comes is empty. */
        final byte[][] parts;

        final long began;
        int missing;
        int bytes;
        int charged;

        Partial(int count, long began) {
            this.parts = new byte[count][0];
            this.missing = count;
            this.began = began;
        }
    }

    private final Map<Key, Partial> partials = new LinkedHashMap<>();
    private final Map<Long, Long> bytesOfChannel = new LinkedHashMap<>();
    private long bytes;

    /**
     * Takes a frame.
     *
     * @param channel its channel's generation number
     * @param frame as received
     * @param limits in force
     * @param nanos the time
     * @return an envelope that is whole now
     */
    Optional<byte[]> take(long channel, byte[] frame, HubLimits limits, long nanos) {
        expire(limits, nanos);
        if (frame.length > 1 && frame[0] == Fragments.WHOLE && frame.length - 1 <= limits.envelopeBytes()) {
            return Optional.of(Arrays.copyOfRange(frame, 1, frame.length));
        }
        if (frame.length <= Fragments.PART_HEADER || frame[0] != Fragments.PART) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(frame, 1, frame.length - 1);
        byte[] id = new byte[Fragments.ID_BYTES];
        in.get(id);
        int index = Short.toUnsignedInt(in.getShort());
        int count = Short.toUnsignedInt(in.getShort());
        if (count < 2 || count > Fragments.MAX_PARTS || index >= count) {
            return Optional.empty();
        }
        byte[] part = new byte[in.remaining()];
        in.get(part);
        return add(new Key(channel, ByteBuffer.wrap(id)), index, count, part, limits, nanos);
    }

    /** Bytes held now. */
    long bytes() {
        return bytes;
    }

    /** A channel is gone. */
    void channelGone(long channel) {
        for (Iterator<Map.Entry<Key, Partial>> all = partials.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Key, Partial> entry = all.next();
            if (entry.getKey().channel() == channel) {
                all.remove();
                release(entry.getKey(), entry.getValue());
            }
        }
        bytesOfChannel.remove(channel);
    }

    private Optional<byte[]> add(Key key, int index, int count, byte[] part, HubLimits limits, long nanos) {
        Partial partial = partials.get(key);
        int cost = part.length + (partial == null ? OVERHEAD + 8 * count : 0);
        if (!charge(key, cost, limits)) {
            return Optional.empty();
        }
        if (partial == null) {
            partial = new Partial(count, nanos);
            partials.put(key, partial);
        }
        partial.charged += cost;
        if (partial.parts.length != count || partial.bytes + part.length > limits.envelopeBytes()) {
            drop(key, partial);
            return Optional.empty();
        }
        if (partial.parts[index].length > 0) {
            uncharge(key, part.length);
            partial.charged -= part.length;
            return Optional.empty();
        }
        partial.parts[index] = part;
        partial.bytes += part.length;
        if (--partial.missing > 0) {
            return Optional.empty();
        }
        drop(key, partial);
        return Optional.of(join(partial));
    }

    private static byte[] join(Partial partial) {
        ByteBuffer whole = ByteBuffer.allocate(partial.bytes);
        for (byte[] part : partial.parts) {
            whole.put(part);
        }
        return whole.array();
    }

    private boolean charge(Key key, int cost, HubLimits limits) {
        long ofChannel = bytesOfChannel.getOrDefault(key.channel(), 0L) + cost;
        if (bytes + cost > limits.fragmentBytes() || ofChannel > limits.fragmentBytes() / 2) {
            return false;
        }
        bytes += cost;
        bytesOfChannel.put(key.channel(), ofChannel);
        return true;
    }

    private void uncharge(Key key, int cost) {
        bytes -= cost;
        bytesOfChannel.merge(key.channel(), (long) -cost, Long::sum);
    }

    private void drop(Key key, Partial partial) {
        partials.remove(key);
        release(key, partial);
    }

    private void release(Key key, Partial partial) {
        uncharge(key, partial.charged);
    }

    /** The oldest come first in the map. */
    private void expire(HubLimits limits, long nanos) {
        Iterator<Map.Entry<Key, Partial>> all = partials.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<Key, Partial> entry = all.next();
            if (nanos - entry.getValue().began < limits.fragmentLife().toNanos()) {
                return;
            }
            all.remove();
            release(entry.getKey(), entry.getValue());
        }
    }
}
