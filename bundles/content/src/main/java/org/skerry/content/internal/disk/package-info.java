// SPDX-License-Identifier: Apache-2.0
/**
 * What content keeps on disk, and how it touches the disk of others. {@code PageFile} holds manifest pages,
 * {@code DiskMaps} tables too large for the heap. {@code KeptOpen} keeps a few files and folders open. {@code Directory} opens
 * and moves files without following a symlink; {@code DiskRules} finds out which names a disk takes for the same.
 */
@NullMarked
package org.skerry.content.internal.disk;

import org.jspecify.annotations.NullMarked;
