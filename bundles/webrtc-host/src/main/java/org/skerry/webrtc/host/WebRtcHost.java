// SPDX-License-Identifier: Apache-2.0
package org.skerry.webrtc.host;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A lease of the native library. The service is made for each using bundle, and all that a bundle has opened is closed when it
 * lets go of the service or stops. Every method may be called from any thread; none blocks.
 */
@ProviderType
public interface WebRtcHost {

    /**
     * Loads the library if that has not been done.
     *
     * @return empty if it works here, else one line that says what is missing and what to do
     */
    CompletionStage<Optional<String>> obstacle();

    /**
     * Opens a connection with its two channels. Nothing is sent before an offer or an answer is made.
     *
     * @param settings certificate, servers, limits
     * @param listener hears what happens to it
     * @return the connection; what is wrong with the settings or the library shows as {@link RtcListener#closed}
     */
    RtcConnection open(RtcSettings settings, RtcListener listener);

    /** {@return what the host holds for all its users now} */
    HostStats stats();
}
