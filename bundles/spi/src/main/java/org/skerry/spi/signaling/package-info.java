// SPDX-License-Identifier: Apache-2.0
/**
 * What a signaling plugin implements: a dumb pipe for opaque frames between nodes that are not connected yet.
 *
 * <p>A plugin registers a {@link org.skerry.spi.signaling.SignalingProvider} as an OSGi service. Identity, sealing, replay
 * protection, fragmenting, ordering and retries are done above it, so that a plugin cannot get them wrong: it may lose,
 * repeat, delay and reorder frames, and anyone may read them.
 */
@Export
@Version("0.9.0")
@NullMarked
package org.skerry.spi.signaling;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
