// SPDX-License-Identifier: Apache-2.0
package org.skerry.api;

import java.time.Instant;
import java.util.Optional;

/**
 * How a content stands that this node keeps for others.
 *
 * @param link less its secret, so without a name
 * @param state in a word
 * @param note what it waits for, or what became of it; one line for people, empty if there is nothing to say
 * @param followed whether it is served, and taken up again after a restart; else it is left over from a fetch
 * @param pinned whether none of it may be dropped to make room
 * @param bytesHere lengths of the chunks of content that are here, together
 * @param bytesTotal the same of all of them; 0 until that is known
 * @param stored when the last chunk came in
 * @param lastServed when a peer last got a chunk of it; after a restart as far as that was written down
 */
public record CachedContent(
        ContentLink link,
        State state,
        String note,
        boolean followed,
        boolean pinned,
        long bytesHere,
        long bytesTotal,
        Instant stored,
        Optional<Instant> lastServed) {

    /** In a word. */
    public enum State {
        /** Being fetched. */
        FETCHING,
        /** To be fetched when there is room, a store, or whatever the note names. */
        WAITING,
        /** All of it is here. */
        COMPLETE,
        /** Some of it was dropped, or never came; what is here is served. */
        PARTIAL,
        /** On its way out. */
        DROPPING
    }
}
