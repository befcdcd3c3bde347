// SPDX-License-Identifier: Apache-2.0
/**
 * How people and programs drive a node. {@code ShellComponent} ties the parts together: {@code command} holds one class per
 * command, which knows nothing of who asks; {@code control} carries commands over the socket in the node's home;
 * {@code GogoCommands} offers the same ones in the Gogo shell; {@code check} compares the configuration files with what the
 * bundles understand, and {@code settings} changes them. {@code ReadinessChecks} shows what the parts of
 * a node say of themselves as Felix health checks.
 */
package org.skerry.shell.internal;
