// SPDX-License-Identifier: Apache-2.0
/**
 * From a peer that is known to a link: which transports are there, who dials first, negotiations, and when to try again.
 */
@NullMarked
package org.skerry.peering.internal.dial;

import org.jspecify.annotations.NullMarked;
