// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.hub;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * How envelopes travel in frames of signaling. A frame is {@code 0 u8 | envelope}, or {@code 1 u8 | id 16 bytes | index u16
 * | count u16 | part of the envelope}; all parts but the last are equally long.
 */
final class Fragments {

    static final byte WHOLE = 0;
    static final byte PART = 1;
    static final int ID_BYTES = 16;
    static final int PART_HEADER = 1 + ID_BYTES + 2 + 2;
    static final int MAX_PARTS = 256;

    private Fragments() {}

    /**
     * Splits an envelope into frames.
     *
     * @param envelope what to send
     * @param maxFrameBytes longest frame of the channel
     * @param ids gives 16 random bytes
     * @return the frames, in order; none if it would take more than {@link #MAX_PARTS}
     */
    static List<byte[]> split(byte[] envelope, int maxFrameBytes, Supplier<byte[]> ids) {
        if (envelope.length + 1 <= maxFrameBytes) {
            byte[] frame = new byte[envelope.length + 1];
            frame[0] = WHOLE;
            System.arraycopy(envelope, 0, frame, 1, envelope.length);
            return List.of(frame);
        }
        int room = maxFrameBytes - PART_HEADER;
        int count = room < 1 ? Integer.MAX_VALUE : (envelope.length + room - 1) / room;
        if (count > MAX_PARTS) {
            return List.of();
        }
        byte[] id = ids.get();
        List<byte[]> frames = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] part = Arrays.copyOfRange(envelope, i * room, Math.min(envelope.length, (i + 1) * room));
            frames.add(ByteBuffer.allocate(PART_HEADER + part.length)
                    .put(PART)
                    .put(id)
                    .putShort((short) i)
                    .putShort((short) count)
                    .put(part)
                    .array());
        }
        return frames;
    }
}
