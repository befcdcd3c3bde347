// SPDX-License-Identifier: Apache-2.0
/**
 * Reading in and serving. {@code FolderWalk} lists what is there, {@code FileReading} cuts and names chunks on all
 * workers while keeping their order, with {@code Packs} for small files, and {@code ManifestWriting} makes the index and
 * the catalog of it; {@code ShareJob} runs the three. What they leave behind is a folder of {@code ShareStore}, from
 * which {@code ServedShare} reads chunks back out of the shared files. {@code Fetched} keeps what was fetched in the same form.
 */
@NullMarked
package org.skerry.content.internal.share;

import org.jspecify.annotations.NullMarked;
