// SPDX-License-Identifier: Apache-2.0
/**
 * What {@code identity} offers to the floors above: keys, signatures, sealed envelopes, and the certificates that
 * transports use. Not for plugins. Secret keys never leave {@code identity}.
 */
@Export
@Version("0.9.0")
@NullMarked
package org.skerry.spi.identity;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
