// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BufferPoolTest {

    private final BufferPool pool = new BufferPool(64, 2);

    @Test
    void reusesWhatWasGivenBackAndClearsItsPosition() {
        ByteBuffer first = pool.take().order(ByteOrder.LITTLE_ENDIAN).position(7);
        pool.give(first);
        ByteBuffer second = pool.take();
        assertThat(second.array()).isSameAs(first.array());
        assertThat(second).isNotSameAs(first);
        assertThat(second.position()).isZero();
        assertThat(second.limit()).isEqualTo(64);
        assertThat(second.order()).isEqualTo(ByteOrder.BIG_ENDIAN);
    }

    @Test
    void twoUsersNeverShareABuffer() {
        assertThat(pool.take().array()).isNotSameAs(pool.take().array());
    }

    @Test
    void keepsNoMoreThanItMay() {
        ByteBuffer[] buffers = {pool.take(), pool.take(), pool.take()};
        for (ByteBuffer buffer : buffers) {
            pool.give(buffer);
        }
        Set<byte[]> given = Collections.newSetFromMap(new IdentityHashMap<>());
        for (ByteBuffer buffer : buffers) {
            given.add(buffer.array());
        }
        assertThat(given.remove(pool.take().array())).isTrue();
        assertThat(given.remove(pool.take().array())).isTrue();
        assertThat(given.remove(pool.take().array())).isFalse();
    }

    @Test
    void refusesASecondGiveAndForeignBuffers() {
        ByteBuffer buffer = pool.take();
        pool.give(buffer);
        assertThatIllegalStateException().isThrownBy(() -> pool.give(buffer.duplicate()));
        assertThatIllegalArgumentException().isThrownBy(() -> pool.give(ByteBuffer.allocate(63)));
        assertThatIllegalArgumentException().isThrownBy(() -> pool.give(ByteBuffer.allocateDirect(64)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pool.give(ByteBuffer.allocate(65).position(1).slice()));
    }
}
