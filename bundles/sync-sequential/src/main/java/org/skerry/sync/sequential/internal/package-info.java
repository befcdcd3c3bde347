// SPDX-License-Identifier: Apache-2.0
/**
 * The strategy for those who read while it loads: chunks in content order. {@code SequentialStrategy} is the service and
 * keeps the order; base's {@code Lineup} chooses among the peers.
 */
@NullMarked
package org.skerry.sync.sequential.internal;

import org.jspecify.annotations.NullMarked;
