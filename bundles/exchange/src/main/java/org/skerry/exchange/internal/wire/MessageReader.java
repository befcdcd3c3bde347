// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.skerry.api.ChunkId;
import org.skerry.api.Id256;
import org.skerry.api.SwarmId;
import org.skerry.base.cbor.CborArray;
import org.skerry.base.cbor.CborCodec;
import org.skerry.base.cbor.CborLimits;
import org.skerry.base.cbor.CborMap;
import org.skerry.base.cbor.MalformedCborException;
import org.skerry.base.frame.Frame;
import org.skerry.base.frame.MalformedFrameException;
import org.skerry.spi.content.ChunkRead;
import org.skerry.spi.transport.Lane;

/** Decodes what a peer sent, and refuses what is not exactly as the protocol has it. */
public final class MessageReader {

    private static final CborLimits CBOR = new CborLimits(Limits.FRAME_BYTES, 2, Limits.PAGE_SLOTS + 16);

    private MessageReader() {}

    /**
     * Reads a frame.
     *
     * @param lane on which it came
     * @param message one whole frame; a fragment's payload is a part of it
     * @return empty if it is of an unknown type that may be skipped
     * @throws ProtocolViolation if it is malformed, or of an unknown type that may not
     */
    public static Optional<Message> read(Lane lane, ByteBuffer message) throws ProtocolViolation {
        try {
            Frame frame = Frame.decode(message, Limits.FRAME_BYTES);
            if (frame.type() == MessageType.DATA) {
                return Optional.of(data(lane, frame));
            }
            if (frame.type() < MessageType.EPOCH || frame.type() > MessageType.CREDIT) {
                return unknown(frame);
            }
            if (lane != Lane.CONTROL || frame.offset() != 0) {
                throw new ProtocolViolation("control frame on the data lane, or with an offset");
            }
            return Optional.of(control(frame, CborCodec.decodeMap(frame.payload(), CBOR)));
        } catch (MalformedFrameException | MalformedCborException e) {
            throw new ProtocolViolation("malformed frame: " + e.getMessage());
        }
    }

    private static Optional<Message> unknown(Frame frame) throws ProtocolViolation {
        if (frame.critical()) {
            throw new ProtocolViolation("critical frame of unknown type " + frame.type());
        }
        return Optional.empty();
    }

    private static Message data(Lane lane, Frame frame) throws ProtocolViolation {
        ByteBuffer payload = frame.payload();
        if (lane != Lane.DATA) {
            throw new ProtocolViolation("fragment on the control lane");
        }
        if (!payload.hasRemaining() || frame.offset() >= Limits.CHUNK_BYTES) {
            throw new ProtocolViolation("fragment that is empty, or beyond the longest chunk");
        }
        return new Message.Data(frame.requestId(), frame.offset(), payload);
    }

    private static Message control(Frame frame, CborMap map) throws MalformedCborException, ProtocolViolation {
        long id = frame.requestId();
        switch (frame.type()) {
            case MessageType.EPOCH:
                return new Message.Epoch(map.requiredInt(0, 1, Limits.MAX_EPOCH));
            case MessageType.WANT_HAVE:
                return new Message.WantHave(swarm(map), ids(map, Limits.PAGES));
            case MessageType.HAVE:
                return have(map);
            case MessageType.WANT:
                return want(id, map);
            case MessageType.HAVE_NOT:
                return new Message.HaveNot(
                        id,
                        Numbered.of(Message.Reason.values(), map.requiredInt(0, 0, 255)),
                        map.optionalBytes(1, 0, ChunkRead.Changed.MARK_BYTES).orElse(new byte[0]));
            case MessageType.CANCEL:
                return new Message.Cancel(id, (int) map.requiredInt(0, 1, Limits.OPEN_WANTS));
            case MessageType.BUSY:
                return new Message.Busy(
                        id, (int) map.requiredInt(1, 1, Limits.OPEN_WANTS), map.requiredInt(0, 0, Limits.RETRY_MILLIS));
            case MessageType.CREDIT:
                return new Message.Credit(map.requiredInt(0, 0, Limits.MAX_INT));
            default:
                throw new ProtocolViolation("unknown type " + frame.type());
        }
    }

    private static Message want(long id, CborMap map) throws MalformedCborException, ProtocolViolation {
        List<ChunkId> chunks = ids(map, Limits.WANTS);
        TrafficClass traffic = Numbered.of(TrafficClass.values(), map.requiredInt(3, 0, 255));
        int priority = (int) map.requiredInt(4, 0, 255);
        int from = (int) map.optionalInt(5, 1, Limits.CHUNK_BYTES - 1).orElse(0);
        int length = (int) map.optionalInt(6, 1, Limits.CHUNK_BYTES).orElse(0);
        if ((from > 0 || length > 0) && chunks.size() > 1) {
            throw new ProtocolViolation("a range of more than one chunk");
        }
        return new Message.Want(id, swarm(map), chunks, traffic, priority, from, length);
    }

    private static Message have(CborMap map) throws MalformedCborException, ProtocolViolation {
        HaveBits.Form form = Numbered.of(HaveBits.Form.values(), map.requiredInt(3, 0, 255));
        Optional<HaveBits> bits = switch (form) {
            case ALL -> Optional.of(HaveBits.ALL);
            case NONE -> Optional.of(HaveBits.NONE);
            case RUNS -> HaveBits.ofRuns(ints(map.requiredArray(4, Limits.PAGE_SLOTS)));
            case BITMAP -> HaveBits.ofBitmap(map.requiredBytes(4, 1, Limits.PAGE_SLOTS / 8));
        };
        ChunkId page = ChunkId.of(map.requiredBytes(2, Id256.BYTES, Id256.BYTES));
        return new Message.Have(
                swarm(map), page, bits.orElseThrow(() -> new ProtocolViolation("malformed runs or bitmap")));
    }

    private static long[] ints(CborArray array) throws MalformedCborException {
        long[] out = new long[array.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = array.intAt(i, 0, Limits.PAGE_SLOTS);
        }
        return out;
    }

    private static SwarmId swarm(CborMap map) throws MalformedCborException, ProtocolViolation {
        SwarmId.Kind kind = SwarmId.Kind.of(map.requiredInt(0, 0, 255))
                .orElseThrow(() -> new ProtocolViolation("an unknown kind of swarm"));
        return SwarmId.of(kind, map.requiredBytes(1, Id256.BYTES, Id256.BYTES));
    }

    private static List<ChunkId> ids(CborMap map, int max) throws MalformedCborException, ProtocolViolation {
        byte[] all = map.requiredBytes(2, Id256.BYTES, max * Id256.BYTES);
        if (all.length % Id256.BYTES != 0) {
            throw new ProtocolViolation("a list of ids that is cut");
        }
        List<ChunkId> ids = new ArrayList<>(all.length / Id256.BYTES);
        for (int at = 0; at < all.length; at += Id256.BYTES) {
            ids.add(ChunkId.of(Arrays.copyOfRange(all, at, at + Id256.BYTES)));
        }
        return ids;
    }
}
