// SPDX-License-Identifier: Apache-2.0
/**
 * What this node knows of a peer and has open with it: {@code RemotePeer} is one for each session and keeps the epoch;
 * {@code Incoming} holds what was asked of the peer, {@code Outgoing} what it asks, {@code PeerHave} what it said it has. All
 * of that is dropped when an epoch begins. State only: {@code fetch} and {@code serve} work on it. Confined to the loop.
 */
@NullMarked
package org.skerry.exchange.internal.peer;

import org.jspecify.annotations.NullMarked;
