// SPDX-License-Identifier: Apache-2.0
/**
 * The contract of a chunk store as tests. Extend {@code ChunkStoreContract} and say how to open and close the store; {@code Chunk}
 * makes chunks with their ids.
 */
@Export
@Version("0.9.0")
@NullMarked
package org.skerry.testkit.store;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
