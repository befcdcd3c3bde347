// SPDX-License-Identifier: Apache-2.0
/**
 * How much and how fast: token buckets, the measured rate of a peer, and the credit that is granted to it within a share of
 * the heap. Everything is confined to the exchange's loop and is told the time.
 */
@NullMarked
package org.skerry.exchange.internal.flow;

import org.jspecify.annotations.NullMarked;
