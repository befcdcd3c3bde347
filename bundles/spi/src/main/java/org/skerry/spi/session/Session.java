// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.session;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;
import org.skerry.api.PeerId;
import org.skerry.api.SwarmId;
import org.skerry.spi.transport.Lane;

/**
 * The authenticated relation of this node and a peer, carried by one link at a time; it lives while links come and go.
 * Messages are frames as in {@code docs/protocol.md}; those of types below {@link #FIRST_EXCHANGE_TYPE} belong to the session
 * itself and never show here. Thread-safe; nothing blocks.
 */
@ProviderType
public interface Session {

    /** Frames of this type and above belong to the floor above. */
    int FIRST_EXCHANGE_TYPE = 0x20;

    /** {@return who is at the other side} */
    PeerId peer();

    /** {@return the incarnation of the peer's process} */
    long incarnation();

    /** {@return whether a link carries it now} */
    boolean linked();

    /** {@return name of the transport of the present or last link} */
    String transport();

    /** {@return swarms that both sides are known to be in} */
    Set<SwarmId> swarms();

    /** {@return the longest frame that both sides take, header included, in bytes} */
    int maxMessageBytes();

    /** {@return smoothed round-trip time; zero while unknown} */
    Duration rtt();

    /** {@return bytes that were given to {@link #send} and have not left the link yet} */
    long bufferedBytes();

    /**
     * Sends a frame over the present link.
     *
     * @param lane which lane
     * @param frame one encoded frame from position to limit; owned by the session until the stage completes
     * @return completes when the buffer may be used again, exceptionally if there is no link or it closed meanwhile
     */
    CompletionStage<Void> send(Lane lane, ByteBuffer frame);

    /**
     * Allows more frames to be delivered to the listener. Adds up; begins at 0 when the session opens and with each
     * {@link SessionListener#relinked}. The session's own frames are not counted.
     *
     * @param frames how many more, at least 1
     */
    void request(int frames);

    /**
     * Gives a number for a new epoch of the exchange, higher than any before in this session on either side.
     *
     * @return the number, from 1
     */
    long nextEpoch();

    /**
     * Ends the session because it is not needed any more. Idempotent.
     *
     * @param why one line, told to the peer
     */
    void close(String why);

    /**
     * Ends the session because the peer broke the protocol, which also costs its reputation. Idempotent.
     *
     * @param conduct how
     * @param why one line, told to the peer
     */
    void violated(Conduct conduct, String why);
}
