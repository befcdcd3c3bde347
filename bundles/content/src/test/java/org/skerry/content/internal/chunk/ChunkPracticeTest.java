// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;

class ChunkPracticeTest {

    @Test
    void practisesInSlicesAndStopsWhenItIsDone() {
        ArrayDeque<Runnable> slices = new ArrayDeque<>();
        ChunkPractice practice = new ChunkPractice();
        practice.begin((pause, slice) -> {
            assertThat(pause).isPositive();
            slices.add(slice);
        });
        assertThat(practice.rounds()).as("rounds before the first pause").isZero();
        slices.remove().run();
        assertThat(practice.rounds()).as("rounds of one slice").isBetween(1, ChunkPractice.ROUNDS - 1);
        while (!slices.isEmpty()) {
            slices.remove().run();
        }
        assertThat(practice.rounds()).isEqualTo(ChunkPractice.ROUNDS);
    }
}
