// SPDX-License-Identifier: Apache-2.0
/**
 * Signaling between nodes of one JVM. {@code BroadcastSignalingProvider} is the service; each {@code BroadcastChannel} joins
 * a {@code MeetingPoint}, a map that every class loader can reach because it hangs in the system properties and holds JDK
 * types only. A sender calls every receiver in it; a receiver takes what is addressed to it, and hands it to its node's
 * executor through {@code Delivery}, which falls silent when the channel closes.
 */
@NullMarked
package org.skerry.signaling.broadcast.internal;

import org.jspecify.annotations.NullMarked;
