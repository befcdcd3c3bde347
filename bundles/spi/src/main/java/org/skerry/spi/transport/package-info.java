// SPDX-License-Identifier: Apache-2.0
/**
 * What a transport implements: it turns a negotiation, carried by signals, into a {@link org.skerry.spi.transport.Link}.
 *
 * <p>A link moves whole messages in order, reliably, with backpressure both ways, on two lanes. Who is at the other end is
 * proved above it, by a handshake that is bound to the certificates of both ends.
 */
@Export
@Version("0.9.0")
@NullMarked
package org.skerry.spi.transport;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
