// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.direct.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The body of a signal: {@code version u8 = 1 | kind u8 | flags u8 | fingerprint 32 | count u8 | count × (length u8 |
 * address | port u16)}, integers big-endian, addresses of 4 or 16 bytes. Flags are 0 when sent and ignored when received;
 * anything else that is not as described is refused.
 *
 * @param kind what it says
 * @param fingerprint SHA-256 of the sender's certificate in DER, 32 bytes
 * @param addresses where the sender listens, at most {@link #MAX_ADDRESSES}
 */
record SignalBody(Kind kind, byte[] fingerprint, List<InetSocketAddress> addresses) {

    static final int MAX_ADDRESSES = 16;

    private static final int VERSION = 1;
    private static final int FINGERPRINT_BYTES = 32;
    private static final int MAX_BYTES = 4 + FINGERPRINT_BYTES + MAX_ADDRESSES * (1 + 16 + 2);

    /** What a body says. */
    enum Kind {
        /** The first body. */
        OFFER(1),
        /** The other side's reply. */
        ANSWER(2),
        /** The sender could reach none of the addresses that it was given. */
        EXHAUSTED(3);

        private final byte code;

        Kind(int code) {
            this.code = (byte) code;
        }

        private static Kind of(byte code) throws BrokenProtocolException {
            return Stream.of(values())
                    .filter(kind -> kind.code == code)
                    .findFirst()
                    .orElseThrow(() -> new BrokenProtocolException("a signal of kind " + code));
        }
    }

    SignalBody {
        addresses = List.copyOf(addresses);
    }

    byte[] encode() {
        ByteBuffer body = ByteBuffer.allocate(MAX_BYTES);
        body.put((byte) VERSION).put(kind.code).put((byte) 0).put(fingerprint);
        body.put((byte) addresses.size());
        for (InetSocketAddress address : addresses) {
            byte[] host = address.getAddress().getAddress();
            body.put((byte) host.length).put(host).putShort((short) address.getPort());
        }
        byte[] bytes = new byte[body.flip().remaining()];
        body.get(bytes);
        return bytes;
    }

    static SignalBody decode(byte[] bytes) throws BrokenProtocolException {
        try {
            ByteBuffer body = ByteBuffer.wrap(bytes);
            int version = body.get();
            if (version != VERSION) {
                throw new BrokenProtocolException("a signal of version " + version);
            }
            Kind kind = Kind.of(body.get());
            body.get();
            byte[] fingerprint = new byte[FINGERPRINT_BYTES];
            body.get(fingerprint);
            List<InetSocketAddress> addresses = addresses(body);
            if (body.hasRemaining()) {
                throw new BrokenProtocolException("a signal with " + body.remaining() + " bytes too many");
            }
            return new SignalBody(kind, fingerprint, addresses);
        } catch (BufferUnderflowException e) {
            throw new BrokenProtocolException("a truncated signal");
        }
    }

    private static List<InetSocketAddress> addresses(ByteBuffer body) throws BrokenProtocolException {
        int count = Byte.toUnsignedInt(body.get());
        if (count > MAX_ADDRESSES) {
            throw new BrokenProtocolException("a signal with " + count + " addresses");
        }
        List<InetSocketAddress> addresses = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] host = new byte[Byte.toUnsignedInt(body.get())];
            body.get(host);
            try {
                int port = Short.toUnsignedInt(body.getShort());
                addresses.add(new InetSocketAddress(InetAddress.getByAddress(host), port));
            } catch (UnknownHostException e) {
                throw new BrokenProtocolException("an address of " + host.length + " bytes");
            }
        }
        return addresses;
    }
}
