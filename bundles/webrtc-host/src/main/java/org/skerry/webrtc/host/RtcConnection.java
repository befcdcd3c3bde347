// SPDX-License-Identifier: Apache-2.0
package org.skerry.webrtc.host;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A connection with two channels, negotiated in advance as 0 and 1, both ordered and reliable. Every method may be called from
 * any thread; none blocks for longer than the native library needs to hand a message to its network thread. After
 * {@link #close} nothing has an effect, and stages complete exceptionally.
 */
@ProviderType
public interface RtcConnection {

    /** Number of channels. */
    int CHANNELS = 2;

    /** The longest message, in bytes; a longer one would close its channel. */
    int MAX_MESSAGE_BYTES = 262_144;

    /**
     * Makes an offer and sets it as the local description; candidates follow.
     *
     * @return the offer, or the library's error
     */
    CompletionStage<RtcDescription> offer();

    /**
     * Takes an offer, makes an answer and sets both; candidates follow.
     *
     * @param offer of the other end
     * @return the answer, or the library's error
     */
    CompletionStage<RtcDescription> answer(RtcDescription offer);

    /**
     * Takes the answer to the offer made before.
     *
     * @param answer of the other end
     * @return completes when it is set, or with the library's error
     */
    CompletionStage<Void> accept(RtcDescription answer);

    /**
     * Takes a candidate of the other end; one that came before its description waits for it, a malformed one is dropped.
     *
     * @param candidate as in RFC 8839, {@code candidate:…}
     */
    void add(String candidate);

    /**
     * Sends a message.
     *
     * @param channel 0 or 1
     * @param message 1 to {@link #MAX_MESSAGE_BYTES} bytes, all of the array; copied before this returns
     * @param text whether the other end gets it as text
     * @return false if the channel is not open, the message has a wrong length, or more than 16 MiB would wait: then it was not
     *     taken
     */
    boolean send(int channel, byte[] message, boolean text);

    /**
     * What waits below.
     *
     * @param channel 0 or 1
     * @return bytes that were taken and have not been handed to the network; 0 once it is closed
     */
    long buffered(int channel);

    /** {@return figures of the connection and the candidate pair in use} */
    CompletionStage<RtcStats> stats();

    /** Closes it; what waits below is dropped. Idempotent. The listener hears {@link RtcListener#closed}. */
    void close();
}
