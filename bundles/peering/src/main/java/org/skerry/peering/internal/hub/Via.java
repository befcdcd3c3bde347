// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.hub;

/**
 * The channel over which a signal came.
 *
 * @param channel its generation number
 * @param scope jvm, lan or internet
 */
public record Via(long channel, String scope) {}
