// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.fetch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.skerry.api.PeerId;
import org.skerry.api.SwarmId;
import org.skerry.exchange.internal.peer.OpenWant;
import org.skerry.exchange.internal.peer.Request;
import org.skerry.exchange.internal.wire.Message;

/** All downloads, and how a want goes back to be asked again. */
public final class Downloads {

    private final List<Download> all = new ArrayList<>();
    private Runnable changed = () -> {};

    /** Calls {@code listener} whenever there may be something to ask. */
    void onChange(Runnable listener) {
        changed = listener;
    }

    /** Adds one. */
    void add(Download download) {
        all.add(download);
        all.sort(Comparator.comparingInt(Download::priority).reversed());
    }

    /** {@return all, the most important first; a copy} */
    List<Download> all() {
        return new ArrayList<>(all);
    }

    /** {@return those of a swarm} */
    List<Download> of(SwarmId swarm) {
        return all.stream().filter(it -> it.swarm().equals(swarm)).toList();
    }

    /** {@return the one whose open want this is} */
    Optional<Download> of(OpenWant want) {
        for (Download download : all) {
            if (download.id().equals(want.transfer())) {
                return download.open(want) ? Optional.of(download) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Drops one: takes back what it asked. */
    void remove(Download download) {
        if (all.remove(download)) {
            takeBack(download);
            download.end();
        }
    }

    /** Takes back what a download asked; its wants are pending again. */
    void takeBack(Download download) {
        for (OpenWant want : new ArrayList<>(download.wants())) {
            for (Request request : new ArrayList<>(want.requests())) {
                cancel(request);
            }
            requeue(want);
        }
    }

    /** Takes a request back. */
    void cancel(Request request) {
        request.peer().incoming().cancel(request);
        request.peer().send(new Message.Cancel(request.id(), 1));
    }

    /** Requests that will not be answered: what they were for is asked again. */
    public void lost(List<Request> requests) {
        requests.forEach(request -> requeue(request.want()));
    }

    /** The session of a peer has ended: what it would not send is forgotten. */
    public void left(PeerId peer) {
        all.forEach(download -> download.wants().forEach(want -> want.left(peer)));
    }

    /** A want is to be asked of a peer, unless one still may answer. */
    void requeue(OpenWant want) {
        Optional<Download> owner = of(want);
        if (owner.isEmpty()
                || want.state() != OpenWant.State.ASKED
                || !want.requests().isEmpty()) {
            return;
        }
        pending(owner.get(), want);
    }

    /** A want is to be asked of a peer. */
    void pending(Download owner, OpenWant want) {
        want.state(OpenWant.State.PENDING);
        owner.pending().add(want);
        changed.run();
    }
}
