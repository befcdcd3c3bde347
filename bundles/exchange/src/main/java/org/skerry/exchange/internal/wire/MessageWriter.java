// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.wire;

import java.nio.ByteBuffer;
import java.util.List;
import org.skerry.api.ChunkId;
import org.skerry.api.Id256;
import org.skerry.api.SwarmId;
import org.skerry.base.cbor.CborArray;
import org.skerry.base.cbor.CborCodec;
import org.skerry.base.cbor.CborMap;
import org.skerry.base.frame.Frame;

/** Encodes messages. */
public final class MessageWriter {

    /** Bytes before the chunk's own in the fragment with which an answer begins: the length of the chunk, u32. */
    public static final int LENGTH_BYTES = 4;

    private MessageWriter() {}

    /**
     * Encodes a message of the control lane.
     *
     * @param message any but {@link Message.Data}
     * @return one whole frame
     */
    public static ByteBuffer control(Message message) {
        if (message instanceof Message.Epoch epoch) {
            return frame(MessageType.EPOCH, true, 0, CborMap.builder().put(0, epoch.number()));
        } else if (message instanceof Message.WantHave wantHave) {
            return frame(
                    MessageType.WANT_HAVE, false, 0, swarm(wantHave.swarm()).put(2, ids(wantHave.pages())));
        } else if (message instanceof Message.Have have) {
            return frame(MessageType.HAVE, false, 0, have(have));
        } else if (message instanceof Message.Want want) {
            return frame(MessageType.WANT, true, want.firstId(), want(want));
        } else if (message instanceof Message.HaveNot haveNot) {
            CborMap.Builder map = CborMap.builder().put(0, haveNot.reason().number());
            if (haveNot.mark().length > 0) {
                map.put(1, haveNot.mark());
            }
            return frame(MessageType.HAVE_NOT, true, haveNot.id(), map);
        } else if (message instanceof Message.Cancel cancel) {
            return frame(
                    MessageType.CANCEL,
                    true,
                    cancel.firstId(),
                    CborMap.builder().put(0, cancel.count()));
        } else if (message instanceof Message.Busy busy) {
            CborMap.Builder map =
                    CborMap.builder().put(0, busy.retryAfterMillis()).put(1, busy.count());
            return frame(MessageType.BUSY, true, busy.firstId(), map);
        } else if (message instanceof Message.Credit credit) {
            return frame(MessageType.CREDIT, true, 0, CborMap.builder().put(0, credit.limit()));
        }
        throw new IllegalArgumentException("not of the control lane: " + message);
    }

    /**
     * Encodes a fragment.
     *
     * @param id the request that it answers
     * @param chunk the chunk, from 0 to its limit; its position is not moved
     * @param offset where the fragment begins
     * @param bytes how much of the chunk it carries
     * @param first whether the answer begins with it
     * @return one whole frame
     */
    public static ByteBuffer data(long id, ByteBuffer chunk, int offset, int bytes, boolean first) {
        int payload = bytes + (first ? LENGTH_BYTES : 0);
        ByteBuffer frame = ByteBuffer.allocate(Frame.HEADER_BYTES + payload);
        Frame.writeHeader(frame, MessageType.DATA, Frame.FLAG_CRITICAL, id, offset, payload);
        if (first) {
            frame.putInt(chunk.limit());
        }
        frame.put(chunk.duplicate().position(offset).limit(offset + bytes));
        return frame.flip();
    }

    private static CborMap.Builder have(Message.Have have) {
        HaveBits bits = have.bits();
        CborMap.Builder map = swarm(have.swarm())
                .put(2, have.page().bytes())
                .put(3, bits.form().number());
        if (bits.form() == HaveBits.Form.RUNS) {
            map.put(4, CborArray.ofInts(bits.runs()));
        } else if (bits.form() == HaveBits.Form.BITMAP) {
            map.put(4, bits.slots().toByteArray());
        }
        return map;
    }

    private static CborMap.Builder want(Message.Want want) {
        CborMap.Builder map = swarm(want.swarm())
                .put(2, ids(want.chunks()))
                .put(3, want.traffic().number())
                .put(4, want.priority());
        if (want.from() > 0) {
            map.put(5, want.from());
        }
        if (want.length() > 0) {
            map.put(6, want.length());
        }
        return map;
    }

    private static CborMap.Builder swarm(SwarmId swarm) {
        return CborMap.builder().put(0, swarm.kind().number()).put(1, swarm.bytes());
    }

    private static byte[] ids(List<ChunkId> ids) {
        ByteBuffer all = ByteBuffer.allocate(ids.size() * Id256.BYTES);
        ids.forEach(id -> id.writeTo(all));
        return all.array();
    }

    private static ByteBuffer frame(int type, boolean critical, long requestId, CborMap.Builder payload) {
        byte[] encoded = CborCodec.encode(payload.build());
        return Frame.of(type, critical, requestId, 0, ByteBuffer.wrap(encoded)).encode();
    }
}
