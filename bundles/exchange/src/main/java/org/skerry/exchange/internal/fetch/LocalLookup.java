// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.fetch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import org.skerry.exchange.internal.flow.ExchangeContext;
import org.skerry.exchange.internal.local.Sources;
import org.skerry.exchange.internal.peer.OpenWant;
import org.skerry.spi.content.ChunkRead;
import org.skerry.spi.content.ChunkSource;

/**
 * Looks for wanted chunks on this node before any peer is asked: in other shares and acquisitions, and in the stores. Nothing is
 * read for a download that is paused.
 */
public final class LocalLookup {

    private static final int AT_ONCE = 16;

    private record Found(Download download, OpenWant want, List<ChunkSource> sources) {}

    private final ExchangeContext context;
    private final Downloads downloads;
    private final Arrivals arrivals;
    private final ArrayDeque<Found> found = new ArrayDeque<>();
    private final List<Found> reading = new ArrayList<>();

    /** Hands what it finds to {@code arrivals}. */
    public LocalLookup(ExchangeContext context, Downloads downloads, Arrivals arrivals) {
        this.context = context;
        this.downloads = downloads;
        this.arrivals = arrivals;
    }

    /** Looks for new wants in these sources; those that are not there become pending. */
    void look(Download download, List<OpenWant> wants, List<ChunkSource> sources) {
        if (sources.isEmpty()) {
            wants.forEach(want -> downloads.pending(download, want));
            return;
        }
        Sources.has(sources, wants.stream().map(OpenWant::id).toList())
                .thenAcceptAsync(here -> sort(download, wants, sources, here), context.loop());
    }

    private void sort(Download download, List<OpenWant> wants, List<ChunkSource> sources, BitSet here) {
        for (int i = 0; i < wants.size(); i++) {
            if (!download.open(wants.get(i))) {
                continue;
            }
            if (here.get(i)) {
                found.add(new Found(download, wants.get(i), sources));
            } else {
                downloads.pending(download, wants.get(i));
            }
        }
        readMore();
    }

    /** A download goes on, was paused, which leaves its slots to others, or has ended. */
    void slotsChanged() {
        readMore();
    }

    private void readMore() {
        long slots = slotsTaken();
        Iterator<Found> next = found.iterator();
        while (next.hasNext() && slots < AT_ONCE) {
            Found it = next.next();
            if (!it.download().open(it.want())) {
                next.remove();
            } else if (it.download().running()) {
                next.remove();
                reading.add(it);
                slots++;
                Sources.read(it.sources(), it.want().id()).thenAcceptAsync(read -> onRead(it, read), context.loop());
            }
        }
    }

    /** What waits for a download that was paused meanwhile, as one does that finds its disk full, does not keep others waiting. */
    private long slotsTaken() {
        return reading.stream().filter(it -> it.download().running()).count();
    }

    private void onRead(Found it, ChunkRead read) {
        if (read instanceof ChunkRead.Found chunk && it.download().open(it.want())) {
            arrivals.local(it.download(), it.want(), chunk.chunk(), taken -> done(it, taken));
        } else {
            done(it, false);
        }
    }

    private void done(Found it, boolean taken) {
        reading.remove(it);
        if (!taken && it.download().open(it.want())) {
            if (it.download().running()) {
                downloads.pending(it.download(), it.want());
            } else {
                it.want().state(OpenWant.State.LOCAL);
                found.add(it);
            }
        }
        readMore();
    }
}
