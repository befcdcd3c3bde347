// SPDX-License-Identifier: Apache-2.0
package org.skerry.api;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a transfer stands.
 *
 * @param id which transfer
 * @param state what it does
 * @param note what it waits for, or why it failed; one line for people, empty if there is nothing to say
 * @param target the folder that is written, once known; empty for content that is only cached
 * @param chunksDone chunks of content verified and on disk
 * @param chunksTotal chunks of content in all, 0 while unknown
 * @param bytesDone stored bytes of these chunks
 * @param bytesTotal stored bytes in all, 0 while unknown
 * @param bytesReceived payload bytes that came from peers for it, of manifest pages too, repeated ones counted again
 * @param chunksReceived chunks that came from peers for it, of manifest pages too, repeated ones counted again
 * @param bytesPerSecond rate over the last seconds
 * @param remaining how long it will take at that rate, if it can be said
 * @param peers sessions that serve it now
 */
public record TransferStatus(
        TransferId id,
        State state,
        String note,
        Optional<Path> target,
        long chunksDone,
        long chunksTotal,
        long bytesDone,
        long bytesTotal,
        long bytesReceived,
        long chunksReceived,
        double bytesPerSecond,
        Optional<Duration> remaining,
        int peers) {

    /** What a transfer does. */
    public enum State {
        /** Looks for peers, or waits for them or for a provider. */
        WAITING,
        /** Checks what is on disk already. */
        CHECKING,
        /** Fetches. */
        FETCHING,
        /** Paused by the user. */
        PAUSED,
        /** All of it is whole and verified. */
        COMPLETE,
        /** Ended with an error that {@link TransferStatus#note()} names. */
        FAILED,
        /** Ended by the user. */
        CANCELLED
    }
}
