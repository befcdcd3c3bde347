// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.share;

import java.util.function.Consumer;
import org.skerry.api.IndexProgress;
import org.skerry.base.loop.Loop;

/** Counts, and tells about it ten times a second. For one thread. */
final class ReadProgress {

    private static final long PERIOD_NANOS = 100_000_000;

    private final Loop clock;
    private final Consumer<IndexProgress> listener;
    private long files;
    private long bytes;
    private long totalFiles;
    private long totalBytes;
    private long reported;

    ReadProgress(Loop clock, Consumer<IndexProgress> listener) {
        this.clock = clock;
        this.listener = listener;
        this.reported = clock.nanoTime() - PERIOD_NANOS;
    }

    void found(long size) {
        totalFiles++;
        totalBytes += size;
        report(false);
    }

    void file() {
        files++;
        report(false);
    }

    void bytes(long read) {
        bytes += read;
        report(false);
    }

    void report(boolean now) {
        long time = clock.nanoTime();
        if (now || time - reported >= PERIOD_NANOS) {
            reported = time;
            listener.accept(new IndexProgress(files, bytes, totalFiles, totalBytes));
        }
    }
}
