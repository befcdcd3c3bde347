// SPDX-License-Identifier: Apache-2.0
/**
 * The command line. {@code CommandLines} parses it and turns what goes wrong into one line and an exit code; each command is
 * a class named {@code …Command}. All that asks a node something goes through {@code NodeClient}, the control socket, be it
 * the node that runs in the home or one that {@code LocalNode} boots in this process. Text for people is made by
 * {@code TextTable}, {@code ProgressLine} and {@code Units}; {@code doctor} and {@code demo} have packages of their own.
 */
package org.skerry.runtime.cli;
