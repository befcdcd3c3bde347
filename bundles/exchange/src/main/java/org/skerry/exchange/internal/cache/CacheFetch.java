// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.cache;

import java.util.Optional;

/** The transfer that fetches a holding, seen from here. On the loop. */
public interface CacheFetch {

    /** {@return whether it asks for chunks, or takes them in} */
    boolean active();

    /** {@return what it waits for, one line for people; empty if it does not} */
    Optional<String> waits();

    /** Chunks that it counts as taken in are about to go: it begins anew when it goes on. */
    void evicted();
}
