// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.acquire;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.skerry.content.internal.disk.Marks;

/**
 * Which chunks and files of a plan are in place: bits by position in the index and by number of the file, and for each
 * file how many places are still empty. Thread-safe.
 */
final class Progress {

    private final Marks taken;
    private final Marks done;
    private final Marks wholeFiles;
    private final AtomicIntegerArray emptyPlaces;
    private final AtomicLong chunks = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger files = new AtomicInteger();

    /** Nothing is in place; {@code places} says how many each file has. */
    Progress(long chunks, int[] places) {
        taken = new Marks(chunks);
        done = new Marks(chunks);
        wholeFiles = new Marks(places.length);
        emptyPlaces = new AtomicIntegerArray(places);
    }

    /** Reserves a chunk for who asks first. */
    boolean take(long position) {
        return taken.set(position);
    }

    boolean isTaken(long position) {
        return taken.get(position);
    }

    boolean isDone(long position) {
        return done.get(position);
    }

    void markDone(long position, int length) {
        taken.set(position);
        if (done.set(position)) {
            bytes.addAndGet(length);
            chunks.incrementAndGet();
        }
    }

    /** Fills a place; true if it was the last of its file. */
    boolean fill(int file) {
        return emptyPlaces.decrementAndGet(file) == 0;
    }

    boolean isWhole(int file) {
        return wholeFiles.get(file);
    }

    void markWhole(int file) {
        if (wholeFiles.set(file)) {
            files.incrementAndGet();
        }
    }

    /** It was not after all. */
    synchronized void unmarkWhole(int file) {
        if (wholeFiles.get(file)) {
            wholeFiles.clear(file);
            files.decrementAndGet();
        }
    }

    /** How many files are whole. */
    int files() {
        return files.get();
    }

    long chunks() {
        return chunks.get();
    }

    long bytes() {
        return bytes.get();
    }
}
