// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.transfer;

import org.skerry.api.TransferResult;
import org.skerry.api.TransferStatus.State;

/**
 * How a transfer stands.
 *
 * @param state in a word
 * @param note what it waits for, or why it failed; one line for people, empty if there is nothing to say
 */
record Standing(State state, String note) {

    /** One of which there is nothing to say but what it does. */
    static Standing of(State state) {
        return new Standing(state, "");
    }

    /** One that has ended. */
    static Standing ended(TransferResult result) {
        if (result instanceof TransferResult.Failed failed) {
            return new Standing(State.FAILED, failed.message());
        }
        return of(result instanceof TransferResult.Complete ? State.COMPLETE : State.CANCELLED);
    }
}
