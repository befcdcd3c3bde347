// SPDX-License-Identifier: Apache-2.0
package org.skerry.sync.rarest.internal;

/**
 * The configuration, checked.
 *
 * @param randomFirst so many chunks of a transfer are picked at random
 * @param endgameChunks when so many are missing at most, late ones are asked of others as well
 */
record RarestSettings(int randomFirst, int endgameChunks) {

    static final String PID = "org.skerry.sync.rarest";

    RarestSettings {
        require("random.first", randomFirst, 1024);
        require("endgame.chunks", endgameChunks, 64);
    }

    static RarestSettings of(RarestConfiguration configuration) {
        return new RarestSettings(configuration.random_first(), configuration.endgame_chunks());
    }

    private static void require(String key, int value, int most) {
        if (value < 0 || value > most) {
            throw new IllegalArgumentException(PID + ": " + value + " is not within 0 to " + most + "; correct '" + key
                    + "' in etc/" + PID + ".cfg");
        }
    }
}
