// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.signaling;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Hears what comes in over a channel. May be called from any thread, also concurrently; returns at once and throws
 * nothing. The arrays are not changed afterwards by either side.
 */
@ProviderType
public interface SignalingListener {

    /**
     * Someone announced.
     *
     * @param topic one of the subscribed topics
     * @param beacon what was announced
     */
    void announced(Topic topic, byte[] beacon);

    /**
     * A frame came to one of this node's inboxes.
     *
     * @param frame as it was sent
     */
    void received(byte[] frame);

    /**
     * The channel's state changed.
     *
     * @param state the new state
     * @param why one line for people
     */
    void state(ChannelState state, String why);
}
