// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.direct.internal;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The first bytes in each direction of a connection: {@code "SKD1" | negotiation id 16 | maximum u32}. The side that dialled
 * sends it first, the other repeats the id; then the offering side sends {@link #GO} on the one connection that it picks.
 *
 * @param id of the negotiation, 16 bytes
 * @param maxMessageBytes the longest message that the sender takes
 */
record Preface(byte[] id, int maxMessageBytes) {

    static final int BYTES = 24;
    static final int ID_BYTES = 16;
    static final byte GO = 1;

    private static final int MAGIC = 0x534B4431;

    ByteBuffer encode() {
        return ByteBuffer.allocate(BYTES)
                .putInt(MAGIC)
                .put(id)
                .putInt(maxMessageBytes)
                .flip();
    }

    static Preface decode(ByteBuffer bytes) throws BrokenProtocolException {
        int magic = bytes.getInt();
        byte[] id = new byte[ID_BYTES];
        bytes.get(id);
        int max = (int) Math.min(Integer.MAX_VALUE, Integer.toUnsignedLong(bytes.getInt()));
        if (magic != MAGIC) {
            throw new BrokenProtocolException("no Skerry connection");
        }
        if (max < DirectSettings.MIN_MESSAGE_BYTES) {
            throw new BrokenProtocolException("messages of at most " + max + " bytes");
        }
        return new Preface(id, max);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Preface preface
                && Arrays.equals(id, preface.id)
                && maxMessageBytes == preface.maxMessageBytes;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(id);
    }
}
