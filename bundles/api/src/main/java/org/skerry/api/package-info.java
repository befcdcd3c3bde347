// SPDX-License-Identifier: Apache-2.0
/**
 * The values that all of Skerry speaks in, and the façade for those who embed a node.
 *
 * <p>Values ({@link org.skerry.api.PeerId}, {@link org.skerry.api.ChunkId}, {@link org.skerry.api.SwarmId},
 * {@link org.skerry.api.ContentLink}, {@link org.skerry.api.Secret}, {@link org.skerry.api.Manifest}) are immutable and
 * know their text form. The façade starts at {@link org.skerry.api.Skerry}, an OSGi service: share, fetch, look, listen.
 * This package depends on the JDK alone.
 */
@Export
@Version("0.9.0")
@NullMarked
package org.skerry.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
