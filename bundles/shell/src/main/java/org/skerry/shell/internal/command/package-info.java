// SPDX-License-Identifier: Apache-2.0
/**
 * The commands of a node, one class each, gathered by {@code Commands}. They get {@code Arguments}, look at a {@code Node}
 * and answer through a {@code Reply}; all of them run on the shell's event loop. {@code Json} says how values look.
 */
package org.skerry.shell.internal.command;
