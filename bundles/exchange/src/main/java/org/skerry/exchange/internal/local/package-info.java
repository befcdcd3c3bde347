// SPDX-License-Identifier: Apache-2.0
/**
 * Where chunks are on this node: {@code Sources} knows the shares, the acquisitions and the stores that there are now, and
 * asks them in that order. Any of them may vanish at any moment, which is the same as not having a chunk.
 */
@NullMarked
package org.skerry.exchange.internal.local;

import org.jspecify.annotations.NullMarked;
