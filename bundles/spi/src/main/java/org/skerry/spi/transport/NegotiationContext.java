// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.transport;

import org.osgi.annotation.versioning.ProviderType;
import org.skerry.api.PeerId;

/** What a negotiation knows, and how it talks to the other side. Usable from any thread. */
@ProviderType
public interface NegotiationContext {

    /** {@return 16 bytes that name the negotiation on both sides, unguessable to others; a copy} */
    byte[] id();

    /** {@return who is meant to be at the other side} */
    PeerId remote();

    /**
     * Sends a body to the other side of the negotiation, sealed and signed; it arrives in order or not at all. At most
     * 16 KiB. Does not block; does nothing once the negotiation has ended.
     *
     * @param body typed fields in an encoding of the transport's own; not changed afterwards
     */
    void emit(byte[] body);
}
