// SPDX-License-Identifier: Apache-2.0
/**
 * What {@code content} offers to the floor above: files become chunks, chunks become files.
 *
 * <p>Not for plugins. {@link org.skerry.spi.content.Contents} reads folders in and serves their chunks
 * ({@link org.skerry.spi.content.SharedContent}), and turns verified chunks back into a folder
 * ({@link org.skerry.spi.content.Acquisition}).
 */
@Export
@Version("0.9.0")
@NullMarked
package org.skerry.spi.content;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
