// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.transfer;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.skerry.api.SwarmId;
import org.skerry.api.TransferStatus.State;
import org.skerry.api.admin.Readiness.Finding;
import org.skerry.exchange.internal.fetch.Download;
import org.skerry.exchange.internal.peer.OpenWant;

/** Says for people what a transfer waits for. */
final class Notes {

    static final String NO_CONTENT = "no content: waiting for the bundle org.skerry.content";
    static final String NO_PEERING = "no peering: waiting for the bundle org.skerry.peering";
    static final String NO_STORE = "no chunk store: waiting for one, such as the bundle org.skerry.store.file";
    static final String NO_STRATEGY = "no sync strategy: waiting for one, such as the bundle org.skerry.sync.rarest";
    private static final Set<String> NEEDED_TO_MEET = Set.of("identity", "transport", "signaling");

    private final Ground ground;

    Notes(Ground ground) {
        this.ground = ground;
    }

    /** {@return what keeps every transfer from going on} */
    Optional<String> missing(boolean cacheOnly) {
        if (ground.contents().isEmpty()) {
            return Optional.of(NO_CONTENT);
        }
        return cacheOnly && ground.sources().stores().isEmpty() ? Optional.of(NO_STORE) : Optional.empty();
    }

    /**
     * How a transfer stands that goes on.
     *
     * @param intake null until it has begun
     */
    Standing standing(boolean cacheOnly, @Nullable Intake intake) {
        Optional<String> missing = missing(cacheOnly);
        if (missing.isPresent()) {
            return new Standing(State.WAITING, missing.get());
        }
        if (intake == null || intake.checking()) {
            return Standing.of(State.CHECKING);
        }
        return waiting(intake.download())
                .map(note -> new Standing(State.WAITING, note))
                .orElse(Standing.of(State.FETCHING));
    }

    /** {@return what keeps a download from getting anything now; empty if it gets something, or wants nothing} */
    private Optional<String> waiting(Download download) {
        boolean moving = download.wants().isEmpty()
                || download.wants().stream().anyMatch(it -> it.state() != OpenWant.State.PENDING);
        if (moving) {
            return Optional.empty();
        }
        if (ground.peering().isEmpty()) {
            return Optional.of(NO_PEERING);
        }
        if (ground.strategies().pick(download.strategy()).isEmpty()) {
            return Optional.of(NO_STRATEGY);
        }
        int connected = connected(download.swarm());
        if (connected == 0) {
            return Optional.of(unmet());
        }
        return download.pending().isEmpty()
                ? Optional.empty()
                : Optional.of("waiting: no peer has it yet (" + connected + " connected)");
    }

    int connected(SwarmId swarm) {
        return ground.peers().members(swarm).size();
    }

    private String unmet() {
        List<Finding> all = ground.findings();
        return all.stream()
                .filter(it -> !it.ready() && NEEDED_TO_MEET.contains(it.name()))
                .findFirst()
                .map(it -> it.message().startsWith("no ") ? it.message() : "no " + it.name() + ": " + it.message())
                .orElse("looking for peers");
    }
}
