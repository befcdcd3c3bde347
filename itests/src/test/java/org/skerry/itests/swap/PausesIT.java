// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.swap;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.Test;

/** The pause is the longest time without a chunk, less the same before the swap. */
public class PausesIT {

    private static final Duration WINDOW = Duration.ofMillis(100);

    @Test
    public void isWhatTheSwapAddsToTheLongestTimeWithoutAChunk() {
        assertEquals(20, pause(LongStream.of(0, 90, 110, 190, 200, 300, 310), 205), 1e-6);
        assertEquals(20, pause(LongStream.of(0, 90, 150, 180, 200, 280, 310), 205), 1e-6);
        assertEquals(0, pause(LongStream.of(0, 90, 110, 190, 200, 250, 260, 310), 205), 1e-6);
    }

    @Test
    public void isAllOfItWhenItIsLongerThanTheWindow() {
        assertEquals(930, pause(LongStream.of(0, 90, 160, 180, 200, 1200), 205), 1e-6);
    }

    @Test
    public void doesNotCountWhatBeginsAfterTheWindow() {
        assertEquals(0, pause(LongStream.of(100, 150, 200, 250, 300, 310, 900), 205), 1e-6);
    }

    @Test
    public void isNotKnownBeforeTheWindowIsOver() {
        assertThrows(IllegalArgumentException.class, () -> pause(LongStream.of(0, 200, 300), 205));
        assertThrows(IllegalArgumentException.class, () -> pause(LongStream.empty(), 205));
    }

    private static double pause(LongStream accepted, long swap) {
        List<Instant> at = accepted.mapToObj(Instant::ofEpochMilli).toList();
        return Pauses.millis(at, Instant.ofEpochMilli(swap), WINDOW);
    }
}
