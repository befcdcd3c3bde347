// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.transport;

import org.osgi.annotation.versioning.ProviderType;

/** What a transport may use of its node. */
@ProviderType
public interface TransportContext {

    /** {@return a label of this node for logs; not its identity} */
    String label();

    /**
     * The certificate that the transport shows to peers. It is ephemeral, made for this process and kind, self-signed, and
     * holds no identity key: the session handshake binds it to the identity.
     *
     * @param kind which key
     * @return the same certificate at each call in one process
     */
    TransportCertificate certificate(TransportCertificate.Kind kind);
}
