// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.dial;

import org.skerry.spi.transport.Transport;

/**
 * One opening of a transport.
 *
 * @param name of the transport
 * @param generation number of this opening
 * @param transport open
 */
record TransportSlot(String name, long generation, Transport transport) {}
