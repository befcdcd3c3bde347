// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * How messages of a link travel: one or more of them in a message of the channel, each behind its length. A message costs the
 * library much the same whatever its length, and wakes a row of threads at the other end; those that wait together go together.
 */
final class Bundle {

    /** Bytes before each message: its length, big-endian. */
    static final int PREFIX = 4;

    private Bundle() {}

    /** {@return messages in one array of exactly their length: the library sends all of an array, whatever part a buffer shows} */
    static byte[] of(List<ByteBuffer> messages) {
        int bytes = messages.stream().mapToInt(it -> PREFIX + it.remaining()).sum();
        ByteBuffer out = ByteBuffer.allocate(bytes);
        messages.forEach(it -> out.putInt(it.remaining()).put(it.duplicate()));
        return out.array();
    }

    /**
     * Takes one apart without copying.
     *
     * @throws BrokenProtocolException if it holds nothing, or something else than messages of 1 to {@code longest} bytes
     */
    static List<ByteBuffer> read(byte[] bytes, int longest) throws BrokenProtocolException {
        List<ByteBuffer> messages = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        while (messages.isEmpty() || in.hasRemaining()) {
            int length = in.remaining() < PREFIX ? 0 : in.getInt();
            if (length < 1 || length > longest || length > in.remaining()) {
                throw new BrokenProtocolException("a message of a wrong length");
            }
            messages.add(in.slice(in.position(), length));
            in.position(in.position() + length);
        }
        return messages;
    }
}
