// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.transport;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A channel to the other side: whole messages, reliable, in order on each lane (not across lanes), with backpressure both
 * ways. Every method may be called from any thread, concurrently, and must not block.
 */
@ConsumerType
public interface Link {

    /**
     * Begins to receive. Called once. Nothing is delivered before it, nor beyond what was requested.
     *
     * @param in gets messages and the end
     */
    void start(LinkListener in);

    /**
     * Allows more messages to be delivered, both lanes counted together. Adds up. When nothing is allowed the link stops
     * reading, so that the other side feels it.
     *
     * @param messages how many more, at least 1
     */
    void request(int messages);

    /**
     * Sends a message.
     *
     * @param lane which lane
     * @param message from its position to its limit, 1 to {@link #maxMessageBytes()} bytes; the link owns the buffer and its
     *     content until the stage completes
     * @return completes when the buffer may be used again, exceptionally if the link has closed or the message is too long;
     *     on a thread of the transport
     */
    CompletionStage<Void> send(Lane lane, ByteBuffer message);

    /** {@return bytes that were given to {@link #send} and have not left yet} */
    long bufferedBytes();

    /** {@return the longest message that both sides take, in bytes, at least 16 KiB} */
    int maxMessageBytes();

    /** {@return the certificates at both ends} */
    ChannelBinding channelBinding();

    /** {@return what it has done so far} */
    LinkStats stats();

    /**
     * Closes it; what was sent before is still delivered if that takes at most a second. Idempotent. The listener hears
     * {@link LinkListener#closed} once.
     *
     * @param why told to the other side if possible
     */
    void close(CloseReason why);
}
