// SPDX-License-Identifier: Apache-2.0
/**
 * The control socket. {@code ControlSocket} makes the file, {@code ControlServer} serves all connections on one thread, and
 * {@code ControlConnection} is one of them: a request line in, event lines out. {@code ControlLimits} bounds it all.
 */
package org.skerry.shell.internal.control;
