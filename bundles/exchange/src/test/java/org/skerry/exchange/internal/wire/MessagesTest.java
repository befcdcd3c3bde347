// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.skerry.api.ChunkId;
import org.skerry.api.SwarmId;
import org.skerry.base.cbor.CborArray;
import org.skerry.base.cbor.CborCodec;
import org.skerry.base.cbor.CborLimits;
import org.skerry.base.cbor.CborMap;
import org.skerry.base.frame.Frame;
import org.skerry.spi.transport.Lane;

class MessagesTest {

    private static final ChunkId A = ChunkId.ofChunk(ByteBuffer.wrap(new byte[] {1}));
    private static final ChunkId B = ChunkId.ofChunk(ByteBuffer.wrap(new byte[] {2}));
    private static final SwarmId SWARM = SwarmId.ofRoot(A);

    static Stream<Message> messages() {
        BitSet odd = new BitSet();
        for (int i = 1; i < 4096; i += 2) {
            odd.set(i);
        }
        BitSet run = new BitSet();
        run.set(7, 4096);
        return Stream.of(
                new Message.Epoch(1),
                new Message.Epoch(Limits.MAX_EPOCH),
                new Message.WantHave(SWARM, Collections.nCopies(64, A)),
                new Message.Have(SWARM, A, HaveBits.ALL),
                new Message.Have(SWARM, A, HaveBits.NONE),
                new Message.Have(SWARM, B, HaveBits.of(odd)),
                new Message.Have(SWARM, B, HaveBits.of(run)),
                new Message.Want(77, SWARM, List.of(A, B), TrafficClass.BACKGROUND, 255, 0, 0),
                new Message.Want(0xFFFF_FFFFL, SWARM, List.of(A), TrafficClass.INTERACTIVE, 0, 5, 1 << 20),
                new Message.HaveNot(3, Message.Reason.CHANGED, new byte[] {1, 2}),
                new Message.Cancel(9, 1024),
                new Message.Busy(9, 3, 60_000),
                new Message.Credit(1L << 40));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void readsWhatItWrites(Message message) throws ProtocolViolation {
        assertThat(MessageReader.read(Lane.CONTROL, MessageWriter.control(message))
                        .orElseThrow())
                .hasSameClassAs(message)
                .usingRecursiveComparison()
                .isEqualTo(message);
    }

    @Test
    void writesTheShorterFormOfHave() {
        BitSet run = new BitSet();
        run.set(0, 4000);
        assertThat(HaveBits.of(run).form()).isEqualTo(HaveBits.Form.RUNS);
        run.clear(3);
        for (int i = 100; i < 3000; i += 3) {
            run.clear(i);
        }
        assertThat(HaveBits.of(run).form()).isEqualTo(HaveBits.Form.BITMAP);
    }

    @Test
    void carriesTheLengthOfTheChunkInItsFirstFragment() throws ProtocolViolation {
        ByteBuffer chunk = ByteBuffer.wrap(new byte[100]);
        Message.Data first = (Message.Data) MessageReader.read(Lane.DATA, MessageWriter.data(5, chunk, 0, 60, true))
                .orElseThrow();
        assertThat(first.payload().remaining()).isEqualTo(64);
        assertThat(first.payload().getInt()).isEqualTo(100);
        Message.Data second = (Message.Data) MessageReader.read(Lane.DATA, MessageWriter.data(5, chunk, 60, 40, false))
                .orElseThrow();
        assertThat(second.offset()).isEqualTo(60);
        assertThat(second.payload().remaining()).isEqualTo(40);
    }

    @Test
    void skipsUnknownTypesThatMayBeSkipped() throws ProtocolViolation {
        assertThat(MessageReader.read(Lane.CONTROL, frame(0x70, false, map()))).isEmpty();
    }

    /** Part of the protocol, whatever the order in which they are declared. */
    @Test
    void numbersOnTheWireNeverChange() throws Exception {
        BitSet run = new BitSet();
        run.set(0, 200);
        BitSet bit = new BitSet();
        bit.set(0);
        assertThat(number(3, new Message.Have(SWARM, A, HaveBits.ALL))).isEqualTo(0);
        assertThat(number(3, new Message.Have(SWARM, A, HaveBits.NONE))).isEqualTo(1);
        assertThat(number(3, new Message.Have(SWARM, A, HaveBits.of(run)))).isEqualTo(2);
        assertThat(number(3, new Message.Have(SWARM, A, HaveBits.of(bit)))).isEqualTo(3);
        assertThat(number(3, want(TrafficClass.INTERACTIVE))).isEqualTo(0);
        assertThat(number(3, want(TrafficClass.NORMAL))).isEqualTo(1);
        assertThat(number(3, want(TrafficClass.BACKGROUND))).isEqualTo(2);
        assertThat(number(0, Message.HaveNot.missing(3))).isEqualTo(0);
        assertThat(number(0, new Message.HaveNot(3, Message.Reason.CHANGED, new byte[] {1, 2})))
                .isEqualTo(1);
    }

    private static Message want(TrafficClass traffic) {
        return new Message.Want(1, SWARM, List.of(A), traffic, 0, 0, 0);
    }

    private static long number(int key, Message message) throws Exception {
        Frame frame = Frame.decode(MessageWriter.control(message), Limits.FRAME_BYTES);
        return CborCodec.decodeMap(frame.payload(), CborLimits.DEFAULT).requiredInt(key, 0, 255);
    }

    private static CborMap.Builder map() {
        return CborMap.builder();
    }

    private static CborMap.Builder swarm() {
        return map().put(0, 1).put(1, SWARM.bytes());
    }

    private static ByteBuffer frame(int type, boolean critical, CborMap.Builder map) {
        return Frame.of(type, critical, 1, 0, ByteBuffer.wrap(CborCodec.encode(map.build())))
                .encode();
    }

    static Stream<Arguments> malformed() {
        byte[] id = A.bytes();
        ByteBuffer cut = frame(0x20, true, map().put(0, 1));
        cut.limit(cut.limit() - 1);
        ByteBuffer notCanonical = Frame.of(0x20, true, 0, 0, ByteBuffer.wrap(new byte[] {(byte) 0xa1, 0, 0x18, 1}))
                .encode();
        ByteBuffer tooLong =
                Frame.of(0x25, true, 1, 0, ByteBuffer.allocate(65_536)).encode();
        return Stream.of(
                arguments("unknown critical type", Lane.CONTROL, frame(0x70, true, map())),
                arguments("type of the session", Lane.CONTROL, frame(0x06, true, map())),
                arguments("cut", Lane.CONTROL, cut),
                arguments("empty", Lane.CONTROL, ByteBuffer.allocate(0)),
                arguments("not canonical", Lane.CONTROL, notCanonical),
                arguments("longer than a frame may be", Lane.DATA, tooLong),
                arguments("control on the data lane", Lane.DATA, frame(0x20, true, map().put(0, 1))),
                arguments("epoch 0", Lane.CONTROL, frame(0x20, true, map().put(0, 0))),
                arguments(
                        "epoch after which there is none",
                        Lane.CONTROL,
                        frame(0x20, true, map().put(0, Limits.MAX_EPOCH + 1))),
                arguments("epoch missing", Lane.CONTROL, frame(0x20, true, map())),
                arguments("data on the control lane", Lane.CONTROL, MessageWriter.data(1, buffer(9), 0, 9, true)),
                arguments(
                        "data without bytes",
                        Lane.DATA,
                        Frame.of(0x25, true, 1, 0, buffer(0)).encode()),
                arguments(
                        "data beyond a chunk",
                        Lane.DATA,
                        Frame.of(0x25, true, 1, 1 << 20, buffer(1)).encode()),
                arguments("no pages", Lane.CONTROL, frame(0x21, false, swarm().put(2, new byte[0]))),
                arguments("65 pages", Lane.CONTROL, frame(0x21, false, swarm().put(2, new byte[65 * 32]))),
                arguments("cut id", Lane.CONTROL, frame(0x21, false, swarm().put(2, new byte[40]))),
                arguments(
                        "unknown kind of swarm",
                        Lane.CONTROL,
                        frame(0x21, false, map().put(0, 9).put(1, id).put(2, id))),
                arguments(
                        "unknown form",
                        Lane.CONTROL,
                        frame(0x22, false, swarm().put(2, id).put(3, 4))),
                arguments("no runs", Lane.CONTROL, runs()),
                arguments("half a run", Lane.CONTROL, runs(1)),
                arguments("runs that touch", Lane.CONTROL, runs(0, 2, 2, 2)),
                arguments("runs backwards", Lane.CONTROL, runs(9, 1, 1, 1)),
                arguments("run of nothing", Lane.CONTROL, runs(9, 0)),
                arguments("run off the page", Lane.CONTROL, runs(4000, 97)),
                arguments("bitmap with a last byte of zeroes", Lane.CONTROL, bitmap(new byte[] {1, 0})),
                arguments("bitmap off the page", Lane.CONTROL, bitmap(new byte[513])),
                arguments(
                        "class 3",
                        Lane.CONTROL,
                        frame(0x23, true, want().put(3, 3).put(4, 0))),
                arguments(
                        "priority 256",
                        Lane.CONTROL,
                        frame(0x23, true, want().put(3, 1).put(4, 256))),
                arguments(
                        "range of two chunks",
                        Lane.CONTROL,
                        frame(
                                0x23,
                                true,
                                swarm().put(2, new byte[64]).put(3, 1).put(4, 0).put(5, 1))),
                arguments(
                        "range from 0",
                        Lane.CONTROL,
                        frame(0x23, true, want().put(3, 1).put(4, 0).put(5, 0))),
                arguments("reason 2", Lane.CONTROL, frame(0x24, true, map().put(0, 2))),
                arguments("cancel of nothing", Lane.CONTROL, frame(0x26, true, map().put(0, 0))),
                arguments("cancel of too many", Lane.CONTROL, frame(0x26, true, map().put(0, 1025))),
                arguments(
                        "busy for ever",
                        Lane.CONTROL,
                        frame(0x27, true, map().put(0, 60_001).put(1, 1))),
                arguments("credit below 0", Lane.CONTROL, frame(0x28, true, map().put(0, -1))));
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes);
    }

    private static CborMap.Builder want() {
        return swarm().put(2, A.bytes());
    }

    private static ByteBuffer runs(long... runs) {
        return frame(0x22, false, swarm().put(2, A.bytes()).put(3, 2).put(4, CborArray.ofInts(runs)));
    }

    private static ByteBuffer bitmap(byte[] bitmap) {
        return frame(0x22, false, swarm().put(2, A.bytes()).put(3, 3).put(4, bitmap));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void refuses(String what, Lane lane, ByteBuffer frame) {
        assertThatThrownBy(() -> MessageReader.read(lane, frame)).as(what).isInstanceOf(ProtocolViolation.class);
    }

    @Test
    void tellsRequestIdsOfAnotherEpoch() {
        RequestIds ids = new RequestIds(5);
        long first = ids.take(3);
        assertThat(ids.ofThisEpoch(first + 2)).isTrue();
        assertThat(new RequestIds(6).ofThisEpoch(first)).isFalse();
        assertThat(ids.has(1 << 22)).isFalse();
    }
}
