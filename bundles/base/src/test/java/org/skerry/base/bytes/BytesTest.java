// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class BytesTest {

    @Test
    void joins() {
        assertThat(Bytes.concat()).isEmpty();
        assertThat(Bytes.concat(new byte[] {1}, new byte[0], new byte[] {2, 3})).containsExactly(1, 2, 3);
    }

    @Test
    void writesBigEndian() {
        assertThat(Bytes.u16(0xFFFE)).containsExactly(0xFF, 0xFE);
        assertThat(Bytes.u32(0xFFFE_FDFCL)).containsExactly(0xFF, 0xFE, 0xFD, 0xFC);
        assertThat(Bytes.u64(0x0102_0304_0506_0708L)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThatIllegalArgumentException().isThrownBy(() -> Bytes.u16(1 << 16));
        assertThatIllegalArgumentException().isThrownBy(() -> Bytes.u16(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> Bytes.u32(1L << 32));
        assertThatIllegalArgumentException().isThrownBy(() -> Bytes.u32(-1));
    }

    @Test
    void readsWhatItWrote() {
        byte[] bytes = Bytes.concat(new byte[1], Bytes.u32(0xFFFF_FFFFL), Bytes.u64(-2));
        assertThat(Bytes.readU32(bytes, 1)).isEqualTo(0xFFFF_FFFFL);
        assertThat(Bytes.readU64(bytes, 5)).isEqualTo(-2);
        assertThatThrownBy(() -> Bytes.readU32(bytes, 10)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void copiesABufferAndLeavesIt() {
        ByteBuffer buffer = ByteBuffer.wrap(new byte[] {1, 2, 3}).position(1);
        assertThat(Bytes.copyOf(buffer)).containsExactly(2, 3);
        assertThat(buffer.position()).isEqualTo(1);
    }

    @Test
    void hexGoesBothWays() {
        assertThat(Hex.encode(new byte[] {0, (byte) 0xAB})).isEqualTo("00ab");
        assertThat(Hex.decode("00Ab")).containsExactly(0, 0xAB);
        assertThatIllegalArgumentException().isThrownBy(() -> Hex.decode("0"));
        assertThatIllegalArgumentException().isThrownBy(() -> Hex.decode("0g"));
    }
}
