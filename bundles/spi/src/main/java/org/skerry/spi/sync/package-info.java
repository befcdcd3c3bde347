// SPDX-License-Identifier: Apache-2.0
/**
 * What a sync strategy implements: a pure function that says which chunk to ask of which peer next.
 */
@Export
@Version("0.9.0")
@NullMarked
package org.skerry.spi.sync;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
