// SPDX-License-Identifier: Apache-2.0
package org.skerry.webrtc.host;

/** What a connection does, as W3C's {@code RTCPeerConnectionState} has it. */
public enum RtcState {
    /** Nothing yet. */
    NEW,
    /** Looks for a way to the other end, or shakes hands. */
    CONNECTING,
    /** Works. */
    CONNECTED,
    /** Has not heard the other end for some seconds; it may come back. */
    DISCONNECTED,
    /** Has no way to the other end. */
    FAILED,
    /** Is closed. */
    CLOSED
}
