// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** One end of what is measured. */
interface MeasuredEnd {
    CompletableFuture<Void> open();

    void signal(byte[] body);

    void onBytes(Consumer<Integer> count);

    /** @return the longest that a control message waited to be handed over, in nanoseconds; 0 if not measured */
    long send(long bytes, int message) throws Exception;

    void close();
}
