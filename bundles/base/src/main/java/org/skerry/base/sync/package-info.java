// SPDX-License-Identifier: Apache-2.0
/** What sync strategies have in common: {@code Lineup} finds the peer that would have sent a chunk soonest. */
@NullMarked
package org.skerry.base.sync;

import org.jspecify.annotations.NullMarked;
