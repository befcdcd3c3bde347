// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal;

import java.nio.ByteBuffer;
import org.skerry.base.frame.Frame;
import org.skerry.base.frame.MalformedFrameException;

/** Frames for tests. */
final class Frames {

    private Frames() {}

    static ByteBuffer data(int requestId) {
        return Frame.of(0x25, false, requestId, 0, ByteBuffer.allocate(10)).encode();
    }

    static ByteBuffer of(int type, boolean critical, byte[] payload) {
        return Frame.of(type, critical, 0, 0, ByteBuffer.wrap(payload)).encode();
    }

    static long requestId(ByteBuffer frame) {
        try {
            return Frame.decode(frame, 1 << 20).requestId();
        } catch (MalformedFrameException e) {
            throw new AssertionError(e);
        }
    }
}
