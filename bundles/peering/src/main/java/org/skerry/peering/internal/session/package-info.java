// SPDX-License-Identifier: Apache-2.0
/**
 * The session: handshake over a fresh link, the link as carrier of frames, heartbeat, and the session object that outlives links. How links come to be is the business of the dial room.
 */
@NullMarked
package org.skerry.peering.internal.session;

import org.jspecify.annotations.NullMarked;
