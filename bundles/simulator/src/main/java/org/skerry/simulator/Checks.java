// SPDX-License-Identifier: Apache-2.0
package org.skerry.simulator;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.skerry.api.CachedContent;
import org.skerry.api.ChunkId;
import org.skerry.api.PeerId;
import org.skerry.api.Transfer;
import org.skerry.api.TransferResult;
import org.skerry.exchange.internal.peer.PeerFlow;

/** What has to hold in a course, of nodes that are honest. */
final class Checks {

    /** Longer than a peer is refused that could not keep its promises, as its disk failed. */
    private static final Duration PATIENCE = Duration.ofHours(3);

    private static final Duration SETTLING = Duration.ofSeconds(5);
    private static final Duration AFTERMATH = Duration.ofMinutes(3);

    /** What a link may hold of what is to be sent: the most below a session, and as much again for control. */
    private static final long MOST_BUFFERED = 8 << 20;

    /** Half of the least window, below which more is granted. */
    private static final long LEAST_CREDIT = 32 << 10;

    private final SimWorld world;
    private final List<Wish> wishes;

    /** @param begun wishes of which the node has heard */
    Checks(SimWorld world, List<Wish> begun) {
        this.world = world;
        this.wishes = begun.stream().filter(it -> it.node().honest()).toList();
    }

    /** Nothing wrong has a name, and no queue is without a bound. */
    void holdAtAnyTime() throws IOException {
        for (Wish wish : wishes) {
            wish.checkFiles(false);
        }
        world.network().openLinks().forEach(link -> {
            if (link.bufferedBytes() > MOST_BUFFERED) {
                throw new AssertionError(link.host().name() + " has " + link.bufferedBytes() + " bytes in a link");
            }
        });
    }

    /**
     * Now that all is well, every transfer ends.
     *
     * @param replaced numbers of contents whose files have changed since: a transfer of one may also wait, if it says for what
     */
    void becomeComplete(Set<Integer> replaced) throws IOException {
        world.advance(SETTLING);
        wishes.forEach(Wish::beginAgain);
        for (Wish wish : wishes) {
            boolean old = replaced.contains(wish.content().number());
            if (!old) {
                await(wish);
            }
        }
        for (Wish wish : wishes) {
            if (replaced.contains(wish.content().number())) {
                endsWithReason(wish);
            }
        }
        holdAtAnyTime();
    }

    private void await(Wish wish) throws IOException {
        if (!world.await(() -> ended(wish), PATIENCE)) {
            throw new AssertionError(wish + ": not done after " + PATIENCE.toMinutes() + " minutes: "
                    + wish.transfer().orElseThrow().status());
        }
        Optional<TransferResult> result = wish.transfer().map(Checks::result);
        if (result.isPresent() && !(result.get() instanceof TransferResult.Complete)) {
            throw new AssertionError(wish + ": ended with " + result.get());
        }
        if (wish.reads()) {
            wish.checkFiles(true);
        } else {
            awaitCached(wish);
        }
    }

    /** What is only cached is no transfer any more when it is whole; its node says of it that it is, in whatever life. */
    private void awaitCached(Wish wish) {
        Optional<CachedContent> last = Optional.empty();
        for (Duration waited = Duration.ZERO; waited.compareTo(PATIENCE) < 0; waited = waited.plus(SETTLING)) {
            last = cached(wish);
            if (last.isPresent() && last.get().state() == CachedContent.State.COMPLETE) {
                return;
            }
            if (last.isEmpty() || last.get().state() == CachedContent.State.PARTIAL) {
                wish.begin(); // its node went down before that was noted, or after it had ended for its disk
            }
            world.advance(SETTLING);
        }
        throw new AssertionError(wish + ": not cached after " + PATIENCE.toMinutes() + " minutes: " + last);
    }

    private Optional<CachedContent> cached(Wish wish) {
        CompletableFuture<List<CachedContent>> all =
                wish.node().skerry().cache().list().toCompletableFuture();
        if (!world.await(all::isDone, SETTLING)) {
            throw new AssertionError(wish.node() + " does not say what it caches");
        }
        ChunkId root = wish.content().link().root();
        return all.join().stream().filter(it -> it.link().root().equals(root)).findFirst();
    }

    private static boolean ended(Wish wish) {
        return wish.transfer().stream()
                .allMatch(it -> it.ended().toCompletableFuture().isDone());
    }

    private static String note(Wish wish) {
        return wish.transfer().map(it -> it.status().note()).orElse("");
    }

    private static TransferResult result(Transfer transfer) {
        return transfer.ended().toCompletableFuture().join();
    }

    private void endsWithReason(Wish wish) throws IOException {
        Optional<Transfer> transfer = wish.transfer();
        if (transfer.isEmpty()) {
            return;
        }
        if (!ended(wish)) {
            if (!world.await(() -> ended(wish) || !note(wish).isBlank(), SETTLING)) {
                throw new AssertionError(wish + ": waits and does not say for what: "
                        + transfer.get().status());
            }
            transfer.get().cancel();
            if (!world.await(() -> ended(wish), SETTLING)) {
                throw new AssertionError(wish + ": does not end when it is cancelled");
            }
        }
        TransferResult result = result(transfer.get());
        if (result instanceof TransferResult.Complete && wish.reads()) {
            wish.checkFiles(true);
        } else if (result instanceof TransferResult.Failed failed && failed.cause() != TransferResult.Cause.CHANGED) {
            throw new AssertionError(wish + ": " + failed);
        }
    }

    // ---- when nothing is to be done

    /** Nodes that have all that they want have nothing under way, and agree on the credit that each has. */
    void fallSilent() {
        world.advance(SETTLING);
        List<SimNode> nodes = world.nodes().stream().filter(SimNode::honest).toList();
        for (SimNode node : nodes) {
            if (node.leakedBytes() != 0) {
                throw new AssertionError(node + ": idle, and yet " + node.leakedBytes() + " bytes are counted");
            }
            for (SimNode other : nodes) {
                Optional<PeerFlow> here = flow(node, other);
                Optional<PeerFlow> there = flow(other, node);
                if (here.isPresent()
                        && there.isPresent()
                        && here.get().epoch() == there.get().epoch()) {
                    agree(node + " and " + other, here.get(), there.get());
                }
            }
        }
    }

    private static Optional<PeerFlow> flow(SimNode of, SimNode with) {
        PeerId peer = with.id().orElseThrow();
        return of.flows().stream()
                .filter(PeerFlow::ready)
                .filter(it -> it.peer().equals(peer))
                .findFirst();
    }

    private static void agree(String who, PeerFlow here, PeerFlow there) {
        if (!here.idle() || here.maySend() != there.mayReceive() || here.mayReceive() < LEAST_CREDIT) {
            throw new AssertionError(who + ": idle, and yet " + here + " and " + there);
        }
    }

    /** When every node has stopped, no timer, task or link is left. */
    void leaveNothing() {
        world.close();
        world.advance(AFTERMATH);
        int pending = world.simulation().pending();
        int links = world.network().openLinks().size();
        if (pending > 0 || links > 0) {
            throw new AssertionError(pending + " tasks or timers and " + links + " links are left");
        }
    }
}
