// SPDX-License-Identifier: Apache-2.0
package org.skerry.api;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** A fetch: data that lives in the node, outlasting providers, sessions and restarts. Thread-safe. */
@ProviderType
public interface Transfer {

    /** {@return its name in this node} */
    TransferId id();

    /** {@return what is fetched} */
    ContentLink link();

    /** {@return how it stands now} */
    TransferStatus status();

    /** {@return completes when it has ended, never exceptionally} */
    CompletionStage<TransferResult> ended();

    /** Asks peers for nothing more until {@link #resume()}; what was verified stays. Idempotent. */
    void pause();

    /** Goes on after {@link #pause()}. Idempotent. */
    void resume();

    /** Ends it; what was verified stays on disk, so that a later fetch to the same place goes on. Idempotent. */
    void cancel();
}
