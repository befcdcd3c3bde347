// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.sync;

import java.nio.ByteBuffer;
import org.skerry.api.PeerId;
import org.skerry.spi.sync.PeerView;

/**
 * A peer of a {@link SketchedSwarm}.
 *
 * @param index its place among the peers
 * @param id made from the index
 * @param bytesPerSecond its rate, 0 if unknown
 * @param rttMillis its round-trip time, 0 if unknown
 * @param room bytes that may be asked of it
 * @param pendingBytes bytes that it was asked for already
 */
public record SketchedPeer(int index, PeerId id, double bytesPerSecond, double rttMillis, long room, long pendingBytes)
        implements PeerView {

    static SketchedPeer of(int index, double bytesPerSecond, double rttMillis, long room, long pendingBytes) {
        byte[] id = ByteBuffer.allocate(PeerId.BYTES).putInt(index + 1).array();
        return new SketchedPeer(index, PeerId.of(id), bytesPerSecond, rttMillis, room, pendingBytes);
    }
}
