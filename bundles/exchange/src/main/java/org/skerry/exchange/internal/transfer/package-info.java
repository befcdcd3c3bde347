// SPDX-License-Identifier: Apache-2.0
/**
 * What users see: {@code Transfers} and {@code Shares}, each entry with its state, its journal on disk and its place in a
 * swarm ({@code Memberships}). They live as long as the node wants them, whatever providers come and go: with content,
 * peering, store or strategy missing they wait, and {@code Notes} says for what.
 */
@NullMarked
package org.skerry.exchange.internal.transfer;

import org.jspecify.annotations.NullMarked;
