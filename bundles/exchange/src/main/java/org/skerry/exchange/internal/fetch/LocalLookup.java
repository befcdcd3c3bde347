// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.fetch;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.List;
import org.skerry.exchange.internal.flow.ExchangeContext;
import org.skerry.exchange.internal.local.Sources;
import org.skerry.exchange.internal.peer.OpenWant;
import org.skerry.spi.content.ChunkRead;
import org.skerry.spi.content.ChunkSource;

/** Looks for wanted chunks on this node before any peer is asked: in other shares and acquisitions, and in the stores. */
public final class LocalLookup {

    private static final int AT_ONCE = 16;

    private record Found(Download download, OpenWant want, List<ChunkSource> sources) {}

    private final ExchangeContext context;
    private final Downloads downloads;
    private final Arrivals arrivals;
    private final ArrayDeque<Found> found = new ArrayDeque<>();
    private int reading;

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

    private void readMore() {
        while (reading < AT_ONCE && !found.isEmpty()) {
            Found next = found.poll();
            if (next.download().open(next.want())) {
                reading++;
                Sources.read(next.sources(), next.want().id())
                        .thenAcceptAsync(read -> onRead(next, read), context.loop());
            }
        }
    }

    private void onRead(Found next, ChunkRead read) {
        if (read instanceof ChunkRead.Found chunk && next.download().open(next.want())) {
            arrivals.local(next.download(), next.want(), chunk.chunk(), this::done);
            return;
        }
        if (next.download().open(next.want())) {
            downloads.pending(next.download(), next.want());
        }
        done();
    }

    private void done() {
        reading--;
        readMore();
    }
}
