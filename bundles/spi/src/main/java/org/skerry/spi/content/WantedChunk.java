// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.content;

import java.util.Optional;
import org.skerry.api.ChunkId;

/**
 * A chunk that an acquisition wants.
 *
 * @param id which
 * @param length its length in bytes, 1 to 1 MiB; 0 if it is not known beforehand (the root)
 * @param manifest true for the root and for pages of index and catalog: they come first
 * @param position its place in content order, from 0; pages have the place at which they were found
 * @param index the index page that lists it, and so the page whose HAVE tells who holds it; empty for the root, for
 *     catalog pages and for what is asked on the chance
 * @param slot its place in that page, from 0
 */
public record WantedChunk(ChunkId id, int length, boolean manifest, long position, Optional<ChunkId> index, int slot) {}
