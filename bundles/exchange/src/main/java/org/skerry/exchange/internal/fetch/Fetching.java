// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.fetch;

import java.util.List;
import java.util.function.Consumer;
import org.skerry.exchange.internal.flow.ExchangeContext;
import org.skerry.exchange.internal.peer.OpenWant;
import org.skerry.exchange.internal.peer.Peers;
import org.skerry.exchange.internal.peer.RemotePeer;
import org.skerry.exchange.internal.peer.Reports;
import org.skerry.spi.content.ChunkSource;
import org.skerry.spi.content.WantedChunk;

/** The door of this room: begins, feeds, pauses and ends downloads. */
public final class Fetching {

    private final Downloads downloads = new Downloads();
    private final Scheduler scheduler;
    private final Arrivals arrivals;
    private final Refusals refusals;
    private final HaveQuestions questions;
    private final LocalLookup local;

    /**
     * Fetches from {@code peers}.
     *
     * @param renew begins a new epoch with a peer whose request ids are used up
     */
    public Fetching(
            ExchangeContext context, Peers peers, Strategies strategies, Reports reports, Consumer<RemotePeer> renew) {
        scheduler = new Scheduler(context, peers, downloads, strategies, renew);
        arrivals = new Arrivals(context, peers, downloads, scheduler, reports);
        refusals = new Refusals(context, peers, downloads, reports);
        questions = new HaveQuestions(peers, downloads, scheduler);
        local = new LocalLookup(context, downloads, arrivals);
    }

    /** {@return where messages about arriving chunks go} */
    public Arrivals arrivals() {
        return arrivals;
    }

    /** {@return where refusals go} */
    public Refusals refusals() {
        return refusals;
    }

    /** {@return where HAVE goes} */
    public HaveQuestions questions() {
        return questions;
    }

    /** {@return all downloads} */
    public Downloads downloads() {
        return downloads;
    }

    /** Strategies, peers or time have changed. */
    public void changed() {
        scheduler.changed();
    }

    /** Begins a download. */
    public void begin(Download download) {
        downloads.add(download);
        questions.onDownload(download);
    }

    /**
     * An acquisition wants more.
     *
     * @param download of the acquisition
     * @param chunks what it names
     * @param sources on this node that may have it
     */
    public void wanted(Download download, List<WantedChunk> chunks, List<ChunkSource> sources) {
        List<OpenWant> added = download.add(chunks);
        if (!added.isEmpty()) {
            questions.onWants(download, added);
            local.look(download, added, sources);
        }
    }

    /** Asks nothing more for a download, nor reads for it, or goes on. */
    public void pause(Download download, boolean paused) {
        if (download.ended() || download.running() != paused) {
            return;
        }
        download.paused(paused);
        if (paused) {
            downloads.takeBack(download);
        }
        local.slotsChanged();
        scheduler.changed();
    }

    /** Ends a download. */
    public void end(Download download) {
        if (!download.ended()) {
            downloads.remove(download);
            arrivals.forget(download);
            local.slotsChanged();
        }
    }

    /** Time passes. */
    public void tick() {
        refusals.tick();
        if (downloads.all().stream().anyMatch(it -> !it.pending().isEmpty())) {
            scheduler.changed();
        }
    }
}
