// SPDX-License-Identifier: Apache-2.0
/**
 * How a transfer gets its chunks. {@code Downloads} holds what each transfer wants; {@code LocalLookup} looks on this node
 * first; {@code HaveQuestions} finds out who has what; {@code Scheduler} lets a strategy choose and asks; {@code Arrivals}
 * puts fragments together, verifies and hands on; {@code Refusals} takes back what a peer will not or does not answer. No
 * want is lost between them: it is local, pending, asked, or arrived. Confined to the loop.
 */
@NullMarked
package org.skerry.exchange.internal.fetch;

import org.jspecify.annotations.NullMarked;
