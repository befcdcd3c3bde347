// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.fetch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.skerry.api.ChunkId;
import org.skerry.api.SwarmId;
import org.skerry.exchange.internal.peer.OpenWant;
import org.skerry.exchange.internal.peer.Page;
import org.skerry.exchange.internal.peer.PeerHave;
import org.skerry.exchange.internal.peer.Peers;
import org.skerry.exchange.internal.peer.RemotePeer;
import org.skerry.exchange.internal.wire.HaveBits;
import org.skerry.exchange.internal.wire.Limits;
import org.skerry.exchange.internal.wire.Message;

/**
 * Finds out who has what: asks each member of the swarm for the root first, and for the pages of open wants if it does not
 * have all.
 */
public final class HaveQuestions {

    private final Peers peers;
    private final Downloads downloads;
    private final Scheduler scheduler;

    /** Asks {@code peers} for what {@code downloads} need to know. */
    public HaveQuestions(Peers peers, Downloads downloads, Scheduler scheduler) {
        this.peers = peers;
        this.downloads = downloads;
        this.scheduler = scheduler;
    }

    /** A peer turned out to be in a swarm, or has begun a new epoch. */
    public void onMember(RemotePeer peer, SwarmId swarm) {
        if (peer.ready()) {
            for (Download download : downloads.of(swarm)) {
                ask(peer, download, List.of(download.root()));
            }
            scheduler.changed();
        }
    }

    /** A download has begun. */
    void onDownload(Download download) {
        peers.members(download.swarm()).forEach(peer -> onMember(peer, download.swarm()));
    }

    /** More is wanted. */
    void onWants(Download download, List<OpenWant> added) {
        for (RemotePeer peer : peers.members(download.swarm())) {
            ask(peer, download, pages(added));
        }
    }

    /** A peer says what it has. What nobody asked is ignored. */
    public void onHave(RemotePeer peer, Message.Have message) {
        PeerHave have = peer.have(message.swarm());
        List<Download> all = downloads.of(message.swarm());
        if (!have.asked(message.page())) {
            return;
        }
        // Also if what asked has ended meanwhile: a page is asked for once in a session, and the next download needs to
        // know.
        have.told(message.page(), message.bits());
        for (Download download : all) {
            if (message.bits().form() != HaveBits.Form.NONE) {
                download.wants().forEach(want -> want.forgive(peer.id()));
            }
            if (message.page().equals(download.root().id())) {
                ask(peer, download, pages(download.wants()));
            }
        }
        scheduler.changed();
    }

    private static Set<Page> pages(Collection<OpenWant> wants) {
        Set<Page> pages = new LinkedHashSet<>();
        wants.forEach(want -> want.page().ifPresent(pages::add));
        return pages;
    }

    private static void ask(RemotePeer peer, Download download, Collection<Page> pages) {
        PeerHave have = peer.have(download.swarm());
        Page root = download.root();
        List<ChunkId> unknown = new ArrayList<>();
        for (Page page : pages) {
            boolean now = page.equals(root) || have.answered(root.id());
            if (now && !have.whole(page) && have.ask(page.id())) {
                unknown.add(page.id());
            }
        }
        for (int from = 0; from < unknown.size(); from += Limits.PAGES) {
            List<ChunkId> batch = unknown.subList(from, Math.min(unknown.size(), from + Limits.PAGES));
            peer.send(new Message.WantHave(download.swarm(), batch));
        }
    }
}
