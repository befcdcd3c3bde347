// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.transfer;

import org.jspecify.annotations.Nullable;
import org.skerry.api.TransferResult;
import org.skerry.api.TransferStatus.State;
import org.skerry.spi.content.AcquisitionProgress;

/** Names what a transfer does. */
final class StateOf {

    private StateOf() {}

    static State of(
            @Nullable TransferResult result, boolean paused, AcquisitionProgress progress, boolean begun, String note) {
        if (result != null) {
            return ended(result);
        }
        if (paused) {
            return State.PAUSED;
        }
        if (!begun || !note.isEmpty()) {
            return State.WAITING;
        }
        return progress.checking() ? State.CHECKING : State.FETCHING;
    }

    private static State ended(TransferResult result) {
        if (result instanceof TransferResult.Complete) {
            return State.COMPLETE;
        }
        return result instanceof TransferResult.Failed ? State.FAILED : State.CANCELLED;
    }
}
