// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.direct.internal;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.skerry.spi.transport.CloseReason;
import org.skerry.spi.transport.Lane;

/**
 * Takes the stream of a link apart: {@code length u32 | lane u8 | message}, lanes 0 control, 1 data, 2 the last word (one
 * byte: why the side that closes does so; 0 in good order, 1 as the other side did, 2 the network, 3 the protocol). Confined to the reactor.
 */
final class MessageReader {

    /** Bytes before each message. */
    static final int HEADER_BYTES = 5;

    private static final int LANE_CONTROL = 0;
    private static final int LANE_DATA = 1;
    private static final int LANE_CLOSE = 2;

    /** Where messages go. */
    interface Sink {
        void message(Lane lane, ByteBuffer message);

        /** The other side closes; the code of its reason, which may be one that is not known here. */
        void lastWord(int reason);
    }

    private final int maxMessageBytes;
    private final Sink sink;
    private final ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    private @Nullable ByteBuffer message;
    private int lane;
    private boolean over;

    MessageReader(int maxMessageBytes, Sink sink) {
        this.maxMessageBytes = maxMessageBytes;
        this.sink = sink;
    }

    static ByteBuffer header(int length, Lane lane) {
        byte code = (byte) (lane == Lane.CONTROL ? LANE_CONTROL : LANE_DATA);
        return ByteBuffer.allocate(HEADER_BYTES).putInt(length).put(code).flip();
    }

    static ByteBuffer lastWord(CloseReason reason) {
        byte code = switch (reason) {
            case LOCAL -> 0;
            case REMOTE -> 1;
            case FAILED -> 2;
            case PROTOCOL -> 3;
        };
        return ByteBuffer.allocate(HEADER_BYTES + 1)
                .putInt(1)
                .put((byte) LANE_CLOSE)
                .put(code)
                .flip();
    }

    /** Takes all that remains in the buffer; ignores what follows the last word. */
    void accept(ByteBuffer plain) throws BrokenProtocolException {
        while (plain.hasRemaining() && !over) {
            if (message == null) {
                move(plain, header);
                if (!header.hasRemaining()) {
                    begin();
                }
            } else {
                move(plain, message);
            }
            if (message != null && !message.hasRemaining()) {
                ByteBuffer whole = message.flip();
                message = null;
                finish(whole);
            }
        }
        plain.position(plain.limit());
    }

    private void begin() throws BrokenProtocolException {
        header.flip();
        long length = Integer.toUnsignedLong(header.getInt());
        lane = header.get();
        header.clear();
        if (length < 1 || length > maxMessageBytes) {
            throw new BrokenProtocolException("a message of " + length + " bytes, at most " + maxMessageBytes);
        }
        if (lane > LANE_CLOSE || lane < 0 || (lane == LANE_CLOSE && length != 1)) {
            throw new BrokenProtocolException("lane " + lane + " with " + length + " bytes");
        }
        message = ByteBuffer.allocate((int) length);
    }

    private void finish(ByteBuffer whole) {
        if (lane == LANE_CLOSE) {
            over = true;
            sink.lastWord(whole.get());
        } else {
            sink.message(lane == LANE_CONTROL ? Lane.CONTROL : Lane.DATA, whole);
        }
    }

    private static void move(ByteBuffer from, ByteBuffer to) {
        int count = Math.min(from.remaining(), to.remaining());
        to.put(to.position(), from, from.position(), count);
        to.position(to.position() + count);
        from.position(from.position() + count);
    }
}
