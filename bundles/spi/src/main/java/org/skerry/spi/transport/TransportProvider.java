// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.transport;

import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A way to make links. Register it as an OSGi service with the property {@value #NAME}.
 */
@ConsumerType
public interface TransportProvider {

    /** Service property: the name under which both ends know the transport, such as {@code direct}; at most 16 of a–z. */
    String NAME = "skerry.transport.name";

    /**
     * Opens the transport; it may listen. Returns at once. May be called from any thread.
     *
     * @param context what it may use of the node
     * @return the open transport
     * @throws IOException if it cannot work here; the message says what to do
     */
    Transport open(TransportContext context) throws IOException;
}
