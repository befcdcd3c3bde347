// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.signaling;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A way by which nodes that are not connected find each other. Register it as an OSGi service with the property
 * {@value #SCOPE}.
 */
@ConsumerType
public interface SignalingProvider {

    /** Service property: how far it reaches, one of {@link #SCOPE_JVM}, {@link #SCOPE_LAN}, {@link #SCOPE_INTERNET}. */
    String SCOPE = "skerry.signaling.scope";

    /** Reaches nodes in the same JVM. */
    String SCOPE_JVM = "jvm";

    /** Reaches nodes on the same network segment. */
    String SCOPE_LAN = "lan";

    /** Reaches nodes anywhere. */
    String SCOPE_INTERNET = "internet";

    /**
     * Opens a channel. Returns at once and connects in the background; errors show as {@link ChannelState} and are mended
     * by the plugin itself, with jitter and at most 60 s between tries. May be called several times, each call gives an
     * independent channel; may be called from any thread.
     *
     * @param self what the channel may use of the node
     * @param in gets what comes in
     * @return the channel, open until it is closed
     */
    SignalingChannel open(SignalingContext self, SignalingListener in);
}
