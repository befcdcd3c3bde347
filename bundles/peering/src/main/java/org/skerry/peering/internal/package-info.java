// SPDX-License-Identifier: Apache-2.0
/**
 * Peering as a bundle: the component and its configuration. The rooms behind it: {@code node} (what all share),
 * {@code guard} (rates, reputation, trust), {@code directory} (who is out there), {@code hub} (signals), {@code session}
 * (handshake and session), {@code dial} (from a known peer to a link), {@code core} (all of them together, on one loop).
 * Each uses only those named before it.
 */
@NullMarked
package org.skerry.peering.internal;

import org.jspecify.annotations.NullMarked;
