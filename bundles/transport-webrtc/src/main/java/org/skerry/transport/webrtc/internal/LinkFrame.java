// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the two ends of a link tell each other about the link itself, as text messages, where messages of the link are binary
 * ones. Windows of both lanes go over the control channel, so that they never wait behind data.
 */
sealed interface LinkFrame {

    /** Longest one, in bytes. */
    int MAX_BYTES = 32;

    /** Counted on top of the length of each message, for what keeping one costs. */
    int MESSAGE_COST = 64;

    /**
     * {@code window <lane> <bytes>}: how much the receiver of this may send on a lane, 0 or 1, from the beginning of the link on;
     * each message counts as its length and {@link #MESSAGE_COST}.
     *
     * @param lane 0 control, 1 data
     * @param bytes grows from one to the next
     */
    record Window(int lane, long bytes) implements LinkFrame {}

    /**
     * {@code fin <code>}: the last message of its sender on this channel.
     *
     * @param code why the sender closes: 0 in good order, 1 as the other side did, 2 the network, 3 the other side broke the
     *     protocol
     */
    record Fin(int code) implements LinkFrame {}

    /** The spellings of both. */
    Pattern GRAMMAR = Pattern.compile("window ([01]) (0|[1-9]\\d{0,14})|fin (\\d{1,3})");

    /** {@return the bytes of the text} */
    default byte[] encode() {
        String text = this instanceof Window window
                ? "window " + window.lane() + " " + window.bytes()
                : "fin " + ((Fin) this).code();
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** @throws BrokenProtocolException if it is none of them */
    static LinkFrame decode(byte[] bytes) throws BrokenProtocolException {
        if (bytes.length > MAX_BYTES) {
            throw new BrokenProtocolException("a text of " + bytes.length + " bytes");
        }
        Matcher parts = GRAMMAR.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
        if (!parts.matches()) {
            throw new BrokenProtocolException("an unknown text");
        }
        return parts.group(3) == null
                ? new Window(Integer.parseInt(parts.group(1)), Long.parseLong(parts.group(2)))
                : new Fin(Integer.parseInt(parts.group(3)));
    }
}
