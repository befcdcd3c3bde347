// SPDX-License-Identifier: Apache-2.0
package org.skerry.webrtc.host;

/**
 * What the host holds.
 *
 * @param factories factories of the native library, those that drain included
 * @param connections open connections of all users
 * @param messages messages received since the process began
 * @param rotations factories that were replaced since then
 */
public record HostStats(int factories, int connections, long messages, long rotations) {}
