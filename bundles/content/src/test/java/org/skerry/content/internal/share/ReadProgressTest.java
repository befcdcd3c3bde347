// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.skerry.api.IndexProgress;
import org.skerry.base.loop.ManualLoop;

class ReadProgressTest {

    private final ManualLoop clock = new ManualLoop();
    private final List<IndexProgress> heard = new ArrayList<>();
    private final ReadProgress progress = new ReadProgress(clock, heard::add);

    @Test
    void tellsTenTimesASecondHowManyFilesAndBytesWereRead() {
        progress.found(100);
        progress.found(200);
        progress.report(true);
        for (int i = 0; i < 2; i++) {
            clock.advance(Duration.ofMillis(60));
            progress.bytes(50);
            clock.advance(Duration.ofMillis(60));
            progress.bytes(50 + 100 * i);
            progress.file();
        }
        progress.report(true);
        assertThat(heard)
                .containsExactly(
                        new IndexProgress(0, 0, 1, 100),
                        new IndexProgress(0, 0, 2, 300),
                        new IndexProgress(0, 100, 2, 300),
                        new IndexProgress(1, 300, 2, 300),
                        new IndexProgress(2, 300, 2, 300));
    }
}
