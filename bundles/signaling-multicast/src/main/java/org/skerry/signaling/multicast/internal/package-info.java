// SPDX-License-Identifier: Apache-2.0
/**
 * Signaling on a network segment by UDP multicast. {@code MulticastSignalingProvider} is the service; each
 * {@code MulticastChannel} has one thread, which owns all that follows. {@code Sockets} sends and receives on the
 * {@code Segment}s that the machine is on, and follows them as interfaces come and go. {@code Intake} lets through what is a
 * well-formed {@code Datagram}, comes from the segment, within limits ({@code TokenBucket}), once ({@code Duplicates}).
 * {@code Whereabouts} remembers from which address an inbox was heard, so that directed frames need not go to all.
 */
@NullMarked
package org.skerry.signaling.multicast.internal;

import org.jspecify.annotations.NullMarked;
