// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.skerry.base.bytes.Bytes;
import org.skerry.base.bytes.Hex;

class FrameTest {

    private static final int MAX = 1 << 18;

    @Test
    void writesTheLayoutOfTheProtocol() {
        Frame frame = Frame.of(0xAB, true, 0xFFFF_FFFFL, 0x8000_0001L, ByteBuffer.wrap(new byte[] {1, 2, 3}));
        assertThat(Hex.encode(Bytes.copyOf(frame.encode())))
                .isEqualTo("0000000d" + "ab" + "01" + "ffffffff" + "80000001" + "010203");
        assertThat(frame.bytes()).isEqualTo(Frame.HEADER_BYTES + 3);
    }

    @Test
    void roundTrips() throws Exception {
        SplittableRandom random = new SplittableRandom(5);
        for (int payloadBytes : new int[] {0, 1, 100, 65_536, MAX - Frame.HEADER_BYTES}) {
            byte[] payload = new byte[payloadBytes];
            random.nextBytes(payload);
            Frame frame = new Frame(
                    random.nextInt(256),
                    random.nextInt(256),
                    random.nextLong(1L << 32),
                    random.nextLong(1L << 32),
                    ByteBuffer.wrap(payload));
            assertThat(Frame.decode(frame.encode(), MAX)).isEqualTo(frame);
        }
    }

    @Test
    void payloadIsASliceOfTheMessage() throws Exception {
        ByteBuffer message =
                ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN).position(5);
        message.put(Frame.of(1, false, 2, 3, ByteBuffer.wrap(new byte[] {7, 8})).encode());
        message.flip().position(5);
        Frame frame = Frame.decode(message, MAX);
        assertThat(message.position()).isEqualTo(5);
        assertThat(frame.requestId()).isEqualTo(2);
        assertThat(frame.payload().array()).isSameAs(message.array());
        assertThat(Bytes.copyOf(frame.payload())).containsExactly(7, 8);
        frame.payload().get();
        assertThat(frame.payload().remaining()).isEqualTo(2);
    }

    @Test
    void ownPayloadKeepsItsPosition() {
        ByteBuffer payload = ByteBuffer.wrap(new byte[] {1, 2, 3, 4}).position(2);
        Frame frame = Frame.of(1, false, 0, 0, payload);
        payload.position(4);
        assertThat(Bytes.copyOf(frame.encode())).endsWith(3, 4).hasSize(16);
    }

    @Test
    void headerAndPayloadCanShareABuffer() throws Exception {
        ByteBuffer buffer = ByteBuffer.allocate(Frame.HEADER_BYTES + 2);
        Frame.writeHeader(buffer, 9, Frame.FLAG_CRITICAL, 11, 12, 2);
        assertThat(buffer.position()).isEqualTo(Frame.HEADER_BYTES);
        Frame frame = Frame.decode(buffer.put((byte) 5).put((byte) 6).flip(), MAX);
        assertThat(frame).isEqualTo(Frame.of(9, true, 11, 12, ByteBuffer.wrap(new byte[] {5, 6})));
        assertThat(frame.critical()).isTrue();
    }

    @Test
    void unknownFlagsAreKeptAndNotCritical() throws Exception {
        Frame frame = new Frame(1, 0xFE, 0, 0, ByteBuffer.allocate(0));
        assertThat(frame.critical()).isFalse();
        assertThat(Frame.decode(frame.encode(), MAX).flags()).isEqualTo(0xFE);
    }

    @Test
    void refusesEveryOtherLength() {
        byte[] sound =
                Bytes.copyOf(Frame.of(1, false, 2, 3, ByteBuffer.allocate(20)).encode());
        for (int length = 0; length < sound.length; length++) {
            assertMalformed(ByteBuffer.wrap(sound, 0, length), MAX);
        }
        assertMalformed(ByteBuffer.wrap(Bytes.concat(sound, new byte[1])), MAX);
        assertMalformed(ByteBuffer.wrap(Bytes.concat(sound, sound)), MAX);
    }

    @Test
    void refusesLyingLengths() {
        for (long declared : new long[] {0, 1, 9, 11, 0x7FFF_FFFFL, 0x8000_0000L, 0xFFFF_FFFFL, 0xFFFF_FFFAL}) {
            assertMalformed(ByteBuffer.wrap(Bytes.concat(Bytes.u32(declared), new byte[10])), MAX);
        }
    }

    @Test
    void refusesFramesOverTheMaximum() throws Exception {
        ByteBuffer message = Frame.of(1, false, 2, 3, ByteBuffer.allocate(20)).encode();
        assertThat(Frame.decode(message, 34).bytes()).isEqualTo(34);
        assertMalformed(message, 33);
    }

    @Test
    void refusesFieldsThatDoNotFit() {
        ByteBuffer none = ByteBuffer.allocate(0);
        assertThatIllegalArgumentException().isThrownBy(() -> Frame.of(256, false, 0, 0, none));
        assertThatIllegalArgumentException().isThrownBy(() -> Frame.of(-1, false, 0, 0, none));
        assertThatIllegalArgumentException().isThrownBy(() -> new Frame(0, 256, 0, 0, none));
        assertThatIllegalArgumentException().isThrownBy(() -> Frame.of(0, false, 1L << 32, 0, none));
        assertThatIllegalArgumentException().isThrownBy(() -> Frame.of(0, false, -1, 0, none));
        assertThatIllegalArgumentException().isThrownBy(() -> Frame.of(0, false, 0, 1L << 32, none));
        ByteBuffer target = ByteBuffer.allocate(Frame.HEADER_BYTES);
        assertThatIllegalArgumentException().isThrownBy(() -> Frame.writeHeader(target, 0, 0, 0, 0, -1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Frame.writeHeader(target.duplicate().order(ByteOrder.LITTLE_ENDIAN), 0, 0, 0, 0, 0));
        assertThatThrownBy(() -> Frame.writeHeader(ByteBuffer.allocate(13), 0, 0, 0, 0, 0))
                .isInstanceOf(BufferOverflowException.class);
    }

    private static void assertMalformed(ByteBuffer message, int max) {
        assertThatThrownBy(() -> Frame.decode(message, max)).isInstanceOf(MalformedFrameException.class);
    }
}
