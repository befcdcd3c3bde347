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
        require("randomFirst", randomFirst, 1024);
        require("endgameChunks", endgameChunks, 64);
    }

    static RarestSettings of(RarestConfiguration configuration) {
        return new RarestSettings(configuration.randomFirst(), configuration.endgameChunks());
    }

    private static void require(String key, int value, int most) {
        if (value < 0 || value > most) {
            throw new IllegalArgumentException(PID + ": " + key + " must be between 0 and " + most + ", is " + value);
        }
    }
}
