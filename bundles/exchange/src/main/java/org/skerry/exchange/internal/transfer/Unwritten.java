// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.transfer;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.skerry.base.disk.DiskReason;
import org.skerry.base.loop.Loop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files of the journal that could not be written, as on a full disk: their latest content waits here until it can be. One
 * line says that it begins, and one that they are written again. Any thread.
 */
final class Unwritten {

    private static final Logger LOG = LoggerFactory.getLogger(Unwritten.class);

    /** No disk is made free within moments. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Troubles troubles;
    private final Loop loop;
    private final Runnable again;
    private final Map<Path, byte[]> files = new LinkedHashMap<>();
    private boolean trying; // on the loop

    /** With {@code again}, which tries to write what waits. */
    Unwritten(Troubles troubles, Loop loop, Runnable again) {
        this.troubles = troubles;
        this.loop = loop;
        this.again = again;
    }

    void failed(Path file, byte[] content, IOException why) {
        boolean first;
        synchronized (files) {
            first = files.isEmpty();
            files.put(file, content);
        }
        if (first) {
            String what = "cannot write " + file + ": " + reason(why)
                    + "; it is written as soon as that is mended, and not known after a restart before";
            LOG.warn("{}", what);
            troubles.has(this, Troubles.Kind.JOURNAL, what);
        }
        loop.execute(this::tryLater);
    }

    private void tryLater() {
        if (!trying) {
            trying = true;
            loop.schedule(PAUSE, () -> {
                trying = false;
                again.run();
            });
        }
    }

    private static String reason(IOException e) {
        return DiskReason.isFull(e) ? "the disk is full, make room there" : e.toString();
    }

    /** It was written after all. */
    void written(Path file) {
        if (endsWith(file)) {
            LOG.info("the journal in {} is written again", file.getParent());
        }
    }

    /** It is not to be written any more, which says nothing about the disk. */
    void dropped(Path file) {
        if (endsWith(file)) {
            LOG.debug("{} was the last that could not be written, and is not to be any more", file);
        }
    }

    private boolean endsWith(Path file) {
        synchronized (files) {
            if (files.remove(file) == null || !files.isEmpty()) {
                return false;
            }
        }
        troubles.over(this);
        return true;
    }

    /** {@return what waits, the oldest first} */
    Map<Path, byte[]> waiting() {
        synchronized (files) {
            return new LinkedHashMap<>(files);
        }
    }
}
