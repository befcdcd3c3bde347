// SPDX-License-Identifier: Apache-2.0
/**
 * Links over TLS 1.3 on TCP.
 *
 * <p>Map of the room: {@code DirectTransportProvider} is what OSGi sees, {@code DirectTransport} is the transport without
 * it. One {@code Reactor} thread per open transport owns all state; workers run only what a TLS handshake
 * delegates. {@code Doorway} listens. A {@code DirectNegotiation} collects {@code Candidate} connections, dialled and
 * accepted, and the offering side picks one; its {@code TlsChannel} then serves a {@code DirectLink}. The wire formats are
 * in {@code SignalBody}, {@code Preface} and {@code MessageReader}.
 */
@NullMarked
package org.skerry.transport.direct.internal;

import org.jspecify.annotations.NullMarked;
