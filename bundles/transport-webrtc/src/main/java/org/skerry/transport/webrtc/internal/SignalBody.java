// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.skerry.webrtc.host.RtcDescription;
import org.skerry.webrtc.host.RtcDescription.Setup;

/**
 * The body of a signal: {@code version u8 = 1 | kind u8 | flags u8 | fields of the kind}, integers big-endian. Flags are 0 when
 * sent and ignored when received; anything else that is not as described is refused.
 */
sealed interface SignalBody {

    /** Longest body. */
    int MAX_BYTES = 16 * 1024;

    /** Most candidates in one body. */
    int MAX_CANDIDATES = 32;

    /**
     * The first body of each side, kinds 1 (offer) and 2 (answer): {@code fingerprint 32 | setup u8 | maximum u32 | length u8 |
     * user name fragment | length u8 | password | candidates}.
     *
     * @param offer whether it is an offer
     * @param rtc what the library has to know
     * @param maxMessageBytes the longest message that the sender takes
     * @param candidates found so far
     */
    record Description(boolean offer, RtcDescription rtc, int maxMessageBytes, List<String> candidates)
            implements SignalBody {
        public Description {
            candidates = List.copyOf(candidates);
        }
    }

    /**
     * Kind 3: {@code count u8 | count × (length u16 | text)}.
     *
     * @param candidates as in RFC 8839, found since
     */
    record Candidates(List<String> candidates) implements SignalBody {
        public Candidates {
            candidates = List.copyOf(candidates);
        }
    }

    /** Kind 4, no fields: the sender has named all of its candidates. */
    record End() implements SignalBody {}

    private static int kind(SignalBody body) {
        if (body instanceof Description description) {
            return description.offer() ? 1 : 2;
        }
        return body instanceof Candidates ? 3 : 4;
    }

    /** {@return the bytes of it} */
    default byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(MAX_BYTES);
        out.put((byte) 1).put((byte) kind(this)).put((byte) 0);
        if (this instanceof Description description) {
            RtcDescription rtc = description.rtc();
            out.put(rtc.fingerprint()).put((byte) rtc.setup().ordinal()).putInt(description.maxMessageBytes());
            for (String text : List.of(rtc.ufrag(), rtc.password())) {
                out.put((byte) text.length()).put(text.getBytes(StandardCharsets.US_ASCII));
            }
            put(out, description.candidates());
        } else if (this instanceof Candidates more) {
            put(out, more.candidates());
        }
        byte[] bytes = new byte[out.flip().remaining()];
        out.get(bytes);
        return bytes;
    }

    private static void put(ByteBuffer out, List<String> candidates) {
        out.put((byte) candidates.size());
        for (String candidate : candidates) {
            out.putShort((short) candidate.length()).put(candidate.getBytes(StandardCharsets.US_ASCII));
        }
    }

    /**
     * Reads a body, which may be hostile.
     *
     * @param bytes all of it
     * @return what it says
     * @throws BrokenProtocolException if it is malformed
     */
    static SignalBody decode(byte[] bytes) throws BrokenProtocolException {
        if (bytes.length > MAX_BYTES) {
            throw new BrokenProtocolException("a signal of " + bytes.length + " bytes");
        }
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            int version = in.get();
            if (version != 1) {
                throw new BrokenProtocolException("a signal of version " + version);
            }
            int kind = in.get();
            in.get();
            SignalBody body = switch (kind) {
                case 1, 2 -> description(in, kind == 1);
                case 3 -> new Candidates(candidates(in));
                case 4 -> new End();
                default -> throw new BrokenProtocolException("a signal of kind " + kind);
            };
            if (in.hasRemaining()) {
                throw new BrokenProtocolException("a signal with " + in.remaining() + " bytes too many");
            }
            return body;
        } catch (BufferUnderflowException e) {
            throw new BrokenProtocolException("a truncated signal");
        }
    }

    private static Description description(ByteBuffer in, boolean offer) throws BrokenProtocolException {
        byte[] fingerprint = new byte[32];
        in.get(fingerprint);
        int setup = in.get();
        if (setup < 0 || setup >= Setup.values().length || (setup == Setup.ACTPASS.ordinal()) != offer) {
            throw new BrokenProtocolException("a description of setup " + setup);
        }
        int maximum = in.getInt();
        if (maximum < WebRtcSettings.MIN_MESSAGE_BYTES) {
            throw new BrokenProtocolException("a description of a side that takes only " + maximum + " bytes");
        }
        String ufrag = text(in, Byte.toUnsignedInt(in.get()));
        String password = text(in, Byte.toUnsignedInt(in.get()));
        try {
            RtcDescription rtc = new RtcDescription(ufrag, password, fingerprint, Setup.values()[setup]);
            return new Description(offer, rtc, maximum, candidates(in));
        } catch (IllegalArgumentException e) {
            throw new BrokenProtocolException(String.valueOf(e.getMessage()));
        }
    }

    private static List<String> candidates(ByteBuffer in) throws BrokenProtocolException {
        int count = Byte.toUnsignedInt(in.get());
        if (count > MAX_CANDIDATES) {
            throw new BrokenProtocolException("a signal with " + count + " candidates");
        }
        List<String> candidates = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int length = Short.toUnsignedInt(in.getShort());
            if (length > Candidate.MAX_LENGTH) {
                throw new BrokenProtocolException("a candidate of " + length + " bytes");
            }
            candidates.add(text(in, length));
        }
        return candidates;
    }

    private static String text(ByteBuffer in, int length) throws BrokenProtocolException {
        byte[] bytes = new byte[length];
        in.get(bytes);
        for (byte each : bytes) {
            if (each < ' ' || each > '~') {
                throw new BrokenProtocolException("a text that is not ASCII");
            }
        }
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
