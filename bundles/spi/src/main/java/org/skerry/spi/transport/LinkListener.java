// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.transport;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ProviderType;

/** Hears a link: one call at a time, on a thread of the transport. Returns at once and throws nothing. */
@ProviderType
public interface LinkListener {

    /**
     * A message came.
     *
     * @param lane which lane
     * @param message the whole message; belongs to the listener from now on
     */
    void message(Lane lane, ByteBuffer message);

    /**
     * The link still works, but will not last: its transport is about to close, or what it stands on is replaced or has not
     * heard the other side for a while. Make another link, move over, and close this one. Called at most once, before
     * {@link #closed}.
     *
     * @param why one line for people
     */
    void retiring(String why);

    /**
     * The link has closed; nothing follows. Called exactly once.
     *
     * @param reason who or what closed it
     * @param detail one line for people
     */
    void closed(CloseReason reason, String detail);
}
