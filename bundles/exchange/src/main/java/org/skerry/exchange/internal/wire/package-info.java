// SPDX-License-Identifier: Apache-2.0
/**
 * What two exchanges say to each other: the messages as values, and their one encoding. {@code MessageWriter} turns a
 * message into a frame, {@code MessageReader} a hostile frame into a message or a refusal. Nothing here has state.
 */
@NullMarked
package org.skerry.exchange.internal.wire;

import org.jspecify.annotations.NullMarked;
