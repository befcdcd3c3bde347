// SPDX-License-Identifier: Apache-2.0
/**
 * A chunk store on disk, one file for each chunk, in 256 folders by the first byte of the id. {@code FileChunkStore} is the
 * component; it registers a {@code FileStore}, whose {@code Shelf}es are the folders. A chunk is written to a file of another
 * name, then renamed: it is seen whole or not at all. No index is kept beside the folders, so none can be wrong.
 */
@NullMarked
package org.skerry.store.file.internal;

import org.jspecify.annotations.NullMarked;
