// SPDX-License-Identifier: Apache-2.0
package org.skerry.webrtc.host;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Hears a connection. Called on threads of the native library, by turns for each channel: return at once, call nothing that
 * waits. What it throws is caught and dropped; after {@link #closed} it hears nothing more and is not referred to any more.
 */
@ConsumerType
public interface RtcListener {

    /**
     * A candidate of this end was found; tell the other end.
     *
     * @param candidate as in RFC 8839, {@code candidate:…}
     */
    void candidate(String candidate);

    /** All candidates have been told. */
    default void gathered() {}

    /**
     * The state of the connection changed.
     *
     * @param state the new one
     */
    void state(RtcState state);

    /** Both channels are open at this end. */
    void opened();

    /**
     * A message came.
     *
     * @param channel 0 or 1
     * @param message all of it; belongs to the listener from now on
     * @param text whether it was sent as text
     */
    void message(int channel, byte[] message, boolean text);

    /**
     * The connection still works, but will not for ever: the host wants to give up what it stands on. Open another one, move
     * over, and close this one.
     *
     * @param why one line for people
     */
    void retiring(String why);

    /**
     * The other end did what it must not, and only the host sees; {@link #closed} follows at once.
     *
     * @param what follows "the other side", for people
     */
    default void violated(String what) {}

    /**
     * It is closed, by whichever side or by an error; nothing follows. Called once.
     *
     * @param why one line for people
     */
    void closed(String why);
}
