// SPDX-License-Identifier: Apache-2.0
/**
 * Wires the rooms together on one loop and shows them as the Peering service.
 */
@NullMarked
package org.skerry.peering.internal.core;

import org.jspecify.annotations.NullMarked;
