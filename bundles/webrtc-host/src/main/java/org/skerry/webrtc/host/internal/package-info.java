// SPDX-License-Identifier: Apache-2.0
/**
 * {@link org.skerry.webrtc.host.internal.Leases} hands out a lease for each using bundle, {@link
 * org.skerry.webrtc.host.internal.Factories} keeps the native factories and replaces one when it has received so much that what
 * it leaks counts, and a {@link org.skerry.webrtc.host.internal.NativeConnection} wraps one connection with its two channels.
 * All that makes or ends something native happens on one thread, {@link org.skerry.webrtc.host.internal.NativeThread}; what comes
 * up from the library goes through shims that let no exception back and can be cleared.
 */
@NullMarked
package org.skerry.webrtc.host.internal;

import org.jspecify.annotations.NullMarked;
