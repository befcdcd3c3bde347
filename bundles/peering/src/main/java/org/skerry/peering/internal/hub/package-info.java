// SPDX-License-Identifier: Apache-2.0
/**
 * Signals: opens every signaling provider, splits and joins envelopes, refuses replays, asks and answers who is in a swarm. What a signal means for dialling is decided in the dial room.
 */
@NullMarked
package org.skerry.peering.internal.hub;

import org.jspecify.annotations.NullMarked;
