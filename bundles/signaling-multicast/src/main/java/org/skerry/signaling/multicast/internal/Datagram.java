// SPDX-License-Identifier: Apache-2.0
package org.skerry.signaling.multicast.internal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.skerry.api.Id256;

/**
 * What travels in one UDP datagram, big-endian:
 *
 * <pre>
 * magic u16 "SK" | version u8 1 | kind u8 | sender u64 | sequence u32 | n u8 | n × inbox prefix u64 | address 32 | payload
 * </pre>
 *
 * <p>The sender's reply address is the datagram's source; the prefixes say which inboxes are reached there.
 *
 * @param kind announcement or directed frame
 * @param sender a random number of the sending channel
 * @param sequence grows by one with each datagram of a sender, so that no two are the same
 * @param inboxes first eight bytes of the sender's inboxes, at most {@value #MAX_INBOXES}
 * @param address topic or inbox, 32 bytes
 * @param payload beacon or frame
 */
record Datagram(Kind kind, long sender, int sequence, List<Long> inboxes, byte[] address, byte[] payload) {

    /** What a datagram is for. */
    enum Kind {
        /** For all who are subscribed to the topic that is its address. */
        ANNOUNCE(1),
        /** For the owner of the inbox that is its address. */
        DIRECTED(2);

        private final byte code;

        Kind(int code) {
            this.code = (byte) code;
        }

        private static Optional<Kind> of(byte code) {
            return Stream.of(values()).filter(kind -> kind.code == code).findFirst();
        }
    }

    static final int MAX_INBOXES = 4;
    private static final short MAGIC = 0x534B;
    private static final byte VERSION = 1;
    private static final int FIXED_BYTES = 2 + 1 + 1 + 8 + 4 + 1;

    /** The most that is not payload. */
    static final int OVERHEAD_BYTES = FIXED_BYTES + MAX_INBOXES * Long.BYTES + Id256.BYTES;

    ByteBuffer encode() {
        ByteBuffer out = ByteBuffer.allocate(OVERHEAD_BYTES + payload.length);
        out.putShort(MAGIC).put(VERSION).put(kind.code);
        out.putLong(sender).putInt(sequence).put((byte) inboxes.size());
        inboxes.forEach(out::putLong);
        return out.put(address).put(payload).flip();
    }

    /** Reads what remains in the buffer; empty if it is of another program or version, or malformed. */
    static Optional<Datagram> parse(ByteBuffer in) {
        if (in.remaining() < FIXED_BYTES + Id256.BYTES || in.getShort() != MAGIC || in.get() != VERSION) {
            return Optional.empty();
        }
        Optional<Kind> kind = Kind.of(in.get());
        long sender = in.getLong();
        int sequence = in.getInt();
        int count = in.get();
        if (kind.isEmpty() || count < 0 || count > MAX_INBOXES) {
            return Optional.empty();
        }
        if (in.remaining() < count * Long.BYTES + Id256.BYTES) {
            return Optional.empty();
        }
        List<Long> inboxes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            inboxes.add(in.getLong());
        }
        byte[] address = new byte[Id256.BYTES];
        in.get(address);
        byte[] payload = new byte[in.remaining()];
        in.get(payload);
        return Optional.of(new Datagram(kind.get(), sender, sequence, inboxes, address, payload));
    }

    /** How an inbox is named in {@link #inboxes}. */
    static long prefix(Id256 inbox) {
        return ByteBuffer.wrap(inbox.bytes()).getLong();
    }
}
