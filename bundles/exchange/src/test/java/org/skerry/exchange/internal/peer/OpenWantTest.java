// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.skerry.api.ChunkId;
import org.skerry.api.PeerId;
import org.skerry.api.SwarmId;
import org.skerry.api.TransferId;
import org.skerry.spi.content.WantedChunk;

class OpenWantTest {

    private static final ChunkId ID = ChunkId.ofChunk(ByteBuffer.wrap(new byte[] {1}));

    private final OpenWant want = new OpenWant(
            new TransferId("one"),
            SwarmId.ofRoot(ID),
            new WantedChunk(ID, 1, false, 0, Optional.empty(), 0),
            Optional.empty());

    private static PeerId peer(int number) {
        return PeerId.of(ByteBuffer.allocate(32).putInt(number).array());
    }

    @Test
    void forgetsDenialsThatAreOver() {
        for (int i = 0; i < 1000; i++) {
            want.deny(peer(i), i + 10, false, i);
        }
        assertThat(want.denials()).isEqualTo(10);
        assertThat(want.denied(peer(999), 999)).isTrue();
        assertThat(want.denied(peer(999), 1009)).isFalse();
    }

    @Test
    void keepsThatAFileWasChangedUntilThePeerHasLeft() {
        want.deny(peer(1), 10, true, 0);
        want.deny(peer(2), 30, false, 20);
        want.forgive(peer(1));
        assertThat(want.denied(peer(1), 100)).isTrue();
        want.left(peer(1));
        assertThat(want.denied(peer(1), 100)).isFalse();
        assertThat(want.denials()).isEqualTo(1);
    }
}
