// SPDX-License-Identifier: Apache-2.0
package org.skerry.simulator;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.skerry.base.bytes.Bytes;
import org.skerry.exchange.internal.wire.HaveBits;
import org.skerry.exchange.internal.wire.Message;
import org.skerry.exchange.internal.wire.MessageReader;
import org.skerry.exchange.internal.wire.MessageWriter;
import org.skerry.exchange.internal.wire.ProtocolViolation;
import org.skerry.spi.transport.Lane;
import org.skerry.testkit.sim.SimLink;

/** How a node does not keep to the protocol. It does all else as others do: it is a member of the swarm, and knows its secret. */
public enum Hostility {

    /** Every second fragment that it sends has a byte that is wrong. */
    WRONG_CHUNKS {
        @Override
        List<ByteBuffer> instead(Random random, ByteBuffer whole, Message message) {
            if (message instanceof Message.Data data && random.nextBoolean()) {
                byte[] wrong = Bytes.copyOf(whole);
                wrong[wrong.length - 1 - random.nextInt(data.payload().remaining())] ^= 1;
                return List.of(ByteBuffer.wrap(wrong));
            }
            return List.of(whole);
        }
    },

    /** It says that it has everything. */
    CLAIMS_ALL {
        @Override
        List<ByteBuffer> instead(Random random, ByteBuffer whole, Message message) {
            return message instanceof Message.Have have
                    ? List.of(MessageWriter.control(new Message.Have(have.swarm(), have.page(), HaveBits.ALL)))
                    : List.of(whole);
        }
    },

    /** It lets others wait for what it has. */
    STALLS {
        @Override
        List<ByteBuffer> instead(Random random, ByteBuffer whole, Message message) {
            return message instanceof Message.Data || message instanceof Message.HaveNot ? List.of() : List.of(whole);
        }
    },

    /** It sends every fragment a few times. */
    UNASKED_DATA {
        @Override
        List<ByteBuffer> instead(Random random, ByteBuffer whole, Message message) {
            return message instanceof Message.Data ? Collections.nCopies(2 + random.nextInt(8), whole) : List.of(whole);
        }
    },

    /** It says everything hundreds of times. */
    FLOODS {
        @Override
        List<ByteBuffer> instead(Random random, ByteBuffer whole, Message message) {
            return message instanceof Message.Data ? List.of(whole) : Collections.nCopies(300, whole);
        }
    },

    /** Among what it sends is what is no frame. */
    BAD_FRAMES {
        @Override
        List<ByteBuffer> instead(Random random, ByteBuffer whole, Message message) {
            if (random.nextInt(BAD_ONE_IN) > 0) {
                return List.of(whole);
            }
            byte[] bad = random.nextBoolean() ? new byte[1 + random.nextInt(200)] : Bytes.copyOf(whole);
            for (int i = 0; i <= bad.length / 16; i++) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            return List.of(whole, ByteBuffer.wrap(bad));
        }
    };

    private static final int BAD_ONE_IN = 10;

    /** {@return what is sent instead of a frame of the exchange} */
    abstract List<ByteBuffer> instead(Random random, ByteBuffer whole, Message message);

    /** {@return what is done to what it sends over a link} */
    SimLink.Tampering tampering(Random random) {
        return (lane, frame) -> read(lane, frame)
                .map(message -> copies(instead(random, frame, message)))
                .orElse(List.of(frame));
    }

    private static Optional<Message> read(Lane lane, ByteBuffer frame) {
        try {
            return MessageReader.read(lane, frame.duplicate());
        } catch (ProtocolViolation e) {
            return Optional.empty(); // of the session, not of the exchange
        }
    }

    /** Each of them is read by itself at the other end. */
    private static List<ByteBuffer> copies(List<ByteBuffer> frames) {
        return frames.stream().map(it -> ByteBuffer.wrap(Bytes.copyOf(it))).toList();
    }
}
