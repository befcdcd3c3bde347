// SPDX-License-Identifier: Apache-2.0
/**
 * The strategy for swarms: chunks that few have go first, and each goes to the peer that will have sent it soonest.
 * {@code RarestFirstStrategy} is the service and decides the order of chunks; base's {@code Lineup} chooses among the peers.
 */
@NullMarked
package org.skerry.sync.rarest.internal;

import org.jspecify.annotations.NullMarked;
