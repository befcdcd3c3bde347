// SPDX-License-Identifier: Apache-2.0
/**
 * Bytes become chunks. {@code FastCdc} finds cut points under a {@code CutRule}; {@code ShareKeys} derives what a share
 * needs from its secret; {@code ChunkCipher} seals and opens chunks and lives in a {@code CipherPool}, because ciphers
 * are costly to make and belong to one thread at a time.
 */
@NullMarked
package org.skerry.content.internal.chunk;

import org.jspecify.annotations.NullMarked;
