// SPDX-License-Identifier: Apache-2.0
/**
 * What all rooms share: the loop that owns the state, the source of randomness, the limits in force, and the node's own keys. Depends on no other room.
 */
@NullMarked
package org.skerry.peering.internal.node;

import org.jspecify.annotations.NullMarked;
