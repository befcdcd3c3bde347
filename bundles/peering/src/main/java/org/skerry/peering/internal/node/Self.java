// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.node;

import org.skerry.api.PeerId;
import org.skerry.spi.identity.Envelopes;
import org.skerry.spi.identity.Identity;

/**
 * The node's own keys; the services may be replaced, the peer id then stays or everything starts anew.
 *
 * @param id who this node is
 * @param identity signs and verifies
 * @param envelopes seals and opens signals
 */
public record Self(PeerId id, Identity identity, Envelopes envelopes) {}
