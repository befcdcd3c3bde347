// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.hub;

import org.skerry.spi.signaling.SignalingProvider;

/**
 * The channel over which a signal came.
 *
 * @param channel its generation number
 * @param scope jvm, lan or internet
 */
public record Via(long channel, String scope) {

    /** How far a scope reaches: the nearest is 0. */
    public static int distance(String scope) {
        return switch (scope) {
            case SignalingProvider.SCOPE_JVM -> 0;
            case SignalingProvider.SCOPE_LAN -> 1;
            case SignalingProvider.SCOPE_INTERNET -> 2;
            default -> 3;
        };
    }
}
