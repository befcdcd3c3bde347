// SPDX-License-Identifier: Apache-2.0
/**
 * What a chunk store implements: it keeps verified chunks by their hash. Pins, quota and eviction are decided above it.
 */
@Export
@Version("0.9.0")
@NullMarked
package org.skerry.spi.store;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
