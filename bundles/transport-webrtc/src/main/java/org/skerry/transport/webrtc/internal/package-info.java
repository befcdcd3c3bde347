// SPDX-License-Identifier: Apache-2.0
/**
 * Links over WebRTC data channels.
 *
 * <p>Map of the room: {@code WebRtcTransportProvider} is what OSGi sees, {@code WebRtcTransport} is the transport without it.
 * One loop per open transport, in its {@code Room}, owns all state; what the host of the native library tells comes to it through
 * a {@code Wire}. A {@code WebRtcNegotiation} swaps {@code SignalBody}s, its own candidates batched by {@code Trickle} and those
 * of both sides judged by {@code CandidatePolicy}; then its wire serves a {@code WebRtcLink}, which has a {@code SendLane} and a
 * {@code ReceiveLane} for each lane, hands over by {@code Delivery}, and speaks {@code LinkFrame}s of its own with the other end.
 */
@NullMarked
package org.skerry.transport.webrtc.internal;

import org.jspecify.annotations.NullMarked;
