// SPDX-License-Identifier: Apache-2.0
package org.skerry.api;

/**
 * What the clear root of a content says, readable without its secret.
 *
 * @param root the root chunk; names this version of the content
 * @param formatVersion version of the manifest format, 1 now
 * @param chunks number of distinct chunks that the index names, manifest pages not counted
 * @param storedBytes sum of the lengths of these chunks as stored and sent, in bytes
 */
public record Manifest(ChunkId root, int formatVersion, long chunks, long storedBytes) {}
