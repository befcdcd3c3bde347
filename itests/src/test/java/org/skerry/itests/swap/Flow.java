// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.swap;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The chunks of one fetch as they come in. */
final class Flow {

    /** How long before and after a swap is looked at. */
    static final Duration WINDOW = Duration.ofMillis(300);

    /** After which a fetch is at its rate: the node that shares has read its limit, and the first burst is over. */
    private static final Duration BEGINNING = Duration.ofSeconds(2);

    private static final Duration LOOK = Duration.ofMillis(10);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Accepted accepted;
    private final int before;

    /** Begins with what comes from now on. */
    Flow(Accepted accepted) throws IOException {
        this.accepted = accepted;
        this.before = accepted.all().size();
    }

    /** {@return how many chunks were accepted so far} */
    int chunks() throws IOException {
        return now().size();
    }

    /** Waits until the beginning of the fetch is over. */
    void settle() {
        awaitAfter(Instant.now().plus(BEGINNING));
    }

    /** Waits until chunks have come for as long as is looked at before a swap. */
    void awaitSteady() {
        awaitAfter(Instant.now().plus(WINDOW));
    }

    /** Waits until chunks come again, and for as long as is looked at. @return by how much a swap made the flow pause, milliseconds */
    double pauseAfter(Instant swap) throws IOException {
        awaitAfter(swap.plus(WINDOW));
        return Pauses.millis(now().stream().map(Accepted.Chunk::at).toList(), swap, WINDOW);
    }

    private void awaitAfter(Instant moment) {
        await("chunks after " + moment)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(LOOK)
                .until(() -> {
                    List<Accepted.Chunk> all = now();
                    return !all.isEmpty() && !all.get(all.size() - 1).at().isBefore(moment);
                });
    }

    private List<Accepted.Chunk> now() throws IOException {
        List<Accepted.Chunk> all = accepted.all();
        return all.subList(before, all.size());
    }
}
