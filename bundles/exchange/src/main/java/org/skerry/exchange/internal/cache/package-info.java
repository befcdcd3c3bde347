// SPDX-License-Identifier: Apache-2.0
/**
 * What this node keeps for others in its stores: {@code Holdings} knows each content, its pin and when it was last served;
 * {@code Room} sees to it that the stores stay within the quota; {@code Clearing} takes chunks of a content away, batch by batch,
 * but never one that another content needs. Recency is known for a content, not for a chunk: a disk of ten million chunks costs
 * no heap for each.
 */
@NullMarked
package org.skerry.exchange.internal.cache;

import org.jspecify.annotations.NullMarked;
