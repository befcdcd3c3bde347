// SPDX-License-Identifier: Apache-2.0
package org.skerry.sync.sequential.internal;

/**
 * The configuration, checked.
 *
 * @param endgameChunks when so many are missing at most, late ones are asked of others as well
 */
record SequentialSettings(int endgameChunks) {

    static final String PID = "org.skerry.sync.sequential";
    private static final int MOST_ENDGAME_CHUNKS = 64;

    SequentialSettings {
        if (endgameChunks < 0 || endgameChunks > MOST_ENDGAME_CHUNKS) {
            throw new IllegalArgumentException(PID + ": " + endgameChunks + " is not within 0 to " + MOST_ENDGAME_CHUNKS
                    + "; correct 'endgame.chunks' in etc/" + PID + ".cfg");
        }
    }

    static SequentialSettings of(SequentialConfiguration configuration) {
        return new SequentialSettings(configuration.endgame_chunks());
    }
}
