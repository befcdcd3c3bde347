// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.session;

import org.skerry.api.PeerId;

/**
 * How a link came to be.
 *
 * @param remote who was negotiated with
 * @param initiator whether this side offered
 * @param transport name of the transport
 * @param slot generation number of the transport's opening
 * @param began when its first signal was sent or received, monotonic nanoseconds
 */
public record LinkOrigin(PeerId remote, boolean initiator, String transport, long slot, long began) {}
