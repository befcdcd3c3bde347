// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.signaling;

/** What a channel can do now. */
public enum ChannelState {
    /** It is being opened, or opened again. */
    CONNECTING,
    /** Frames go through. */
    OPEN,
    /** Frames do not go through now; the plugin tries again by itself. */
    DOWN
}
