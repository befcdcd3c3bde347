// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.signaling;

import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * An open channel of a signaling plugin. Every method may be called from any thread, concurrently, and must not block.
 * After {@link #close()} calls do nothing, {@link #send} completes with {@link Acceptance#refused}, and the listener hears
 * nothing more.
 */
@ConsumerType
public interface SignalingChannel extends AutoCloseable {

    /**
     * Says which topics to hear announcements of. Replaces what was said before, and survives a reconnect.
     *
     * @param all every topic of interest, possibly none
     */
    void subscribe(Set<Topic> all);

    /**
     * Says at which inboxes this node receives frames. Replaces what was said before, and survives a reconnect.
     *
     * @param own every inbox of this node that is in use, possibly none
     */
    void listen(Set<Inbox> own);

    /**
     * Tells all who are subscribed to a topic now. Best effort: nothing is kept for those who come later. The sender itself
     * does not hear it on this channel.
     *
     * @param topic which topic
     * @param beacon opaque, at most {@link #maxFrameBytes()}; not changed afterwards by either side
     */
    void announce(Topic topic, byte[] beacon);

    /**
     * Sends a frame to an inbox. Best effort. The plugin need not know whether anyone listens there.
     *
     * @param to the receiver's inbox
     * @param frame opaque, at most {@link #maxFrameBytes()}; not changed afterwards by either side
     * @return completes when the frame was handed on or refused, on any thread, never exceptionally
     */
    CompletionStage<Acceptance> send(Inbox to, byte[] frame);

    /** {@return the longest frame or beacon that it takes, in bytes, at least 512; constant for a channel} */
    int maxFrameBytes();

    /** Closes within 100 ms and completes what is outstanding. Idempotent. */
    @Override
    void close();
}
