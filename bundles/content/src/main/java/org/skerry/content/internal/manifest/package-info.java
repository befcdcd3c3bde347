// SPDX-License-Identifier: Apache-2.0
/**
 * The manifest, written and read. A clear {@code Root} names the clear index, a tree of {@code TreePages}, and the
 * encrypted catalog: a {@code CatalogTop}, under it tree pages, {@code CatalogLeaf} pages with the entries, and trees of
 * chunk lists for large files. {@code TreeWriter} builds any of these trees with page boundaries that content decides.
 * Readers trust nothing: what breaks a rule is a {@code BadManifestException}. {@code CatalogWalk} and
 * {@code IndexWalk} go through all of a manifest in order, one page of each level in memory.
 */
@NullMarked
package org.skerry.content.internal.manifest;

import org.jspecify.annotations.NullMarked;
