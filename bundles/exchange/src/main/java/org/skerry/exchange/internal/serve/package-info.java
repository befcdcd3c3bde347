// SPDX-License-Identifier: Apache-2.0
/**
 * What peers get from this node. {@code Server} takes their wants, reads the chunks and sends fragments as fast as credit,
 * the link and the throttles let it; {@code HaveAnswers} tells what is here, and what has come since.
 */
@NullMarked
package org.skerry.exchange.internal.serve;

import org.jspecify.annotations.NullMarked;
