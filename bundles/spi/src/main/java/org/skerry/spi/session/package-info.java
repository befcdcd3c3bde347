// SPDX-License-Identifier: Apache-2.0
/**
 * What {@code peering} offers to the floor above: find the peers of a swarm, keep sessions with them, move frames.
 *
 * <p>Not for plugins. A {@link org.skerry.spi.session.Session} is the authenticated relation of two peers and outlives the
 * link that carries it.
 */
@Export
@Version("0.9.0")
@NullMarked
package org.skerry.spi.session;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
