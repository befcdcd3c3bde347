// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.sync;

import org.osgi.annotation.versioning.ProviderType;
import org.skerry.api.PeerId;

/** A peer as a strategy sees it, during one call. */
@ProviderType
public interface PeerView {

    /** {@return who} */
    PeerId id();

    /** {@return measured rate, bytes per second; 0 while unknown} */
    double bytesPerSecond();

    /** {@return smoothed round-trip time in milliseconds; 0 while unknown} */
    double rttMillis();

    /** {@return how many bytes more may be asked of it now} */
    long room();

    /** {@return bytes that it was asked for and has not sent yet} */
    long pendingBytes();
}
