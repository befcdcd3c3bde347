// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.command;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.skerry.api.ContentLink;
import org.skerry.api.FetchOptions;
import org.skerry.api.Skerry;
import org.skerry.api.Transfer;
import org.skerry.api.TransferId;
import org.skerry.api.TransferStatus;

/**
 * {@code get {link, folder | parent, strategy?, priority?, stallMillis?}}: fetches, and tells what happens until it ends.
 * When the last client that waits for a transfer goes, the transfer is cancelled; what was verified stays on disk. When it is the
 * node that goes, or this bundle, the transfer stays.
 */
final class GetCommand implements Command {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration STRATEGY_PATIENCE = Duration.ofSeconds(2);

    private final WithSkerry skerry;
    /** Clients that wait, by transfer; confined to the loop. */
    private final Map<TransferId, Integer> waiting = new HashMap<>();

    private volatile boolean closing;

    GetCommand(WithSkerry skerry) {
        this.skerry = skerry;
    }

    @Override
    public String name() {
        return "get";
    }

    /** From now on clients go because they have to. Any thread. */
    void close() {
        closing = true;
    }

    @Override
    public void run(Arguments arguments, Reply reply) throws UsageException {
        ContentLink link;
        try {
            link = ContentLink.parse(arguments.requiredText("link"));
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
        Optional<Path> folder = arguments.path("folder");
        Optional<Path> parent = arguments.path("parent");
        if (folder.isEmpty() && parent.isEmpty()) {
            throw new UsageException("'folder' or 'parent' is missing");
        }
        FetchOptions options = new FetchOptions(
                folder,
                parent.orElseGet(folder::orElseThrow),
                arguments.text("strategy"),
                arguments.number("priority", -1000, 1000).orElse(0L).intValue());
        Optional<Duration> stall = arguments.millis("stallMillis");
        long deadline = skerry.loop().nanoTime() + STRATEGY_PATIENCE.toNanos();
        skerry.then(
                reply,
                it -> whenKnown(it, options.strategy(), deadline, reply, () -> fetch(it, link, options, stall, reply)));
    }

    /** A strategy that is just being started or updated is waited for; one that does not come is a mistake. */
    private void whenKnown(Skerry node, Optional<String> strategy, long deadline, Reply reply, Runnable then) {
        if (strategy.isEmpty() || node.strategies().contains(strategy.get())) {
            then.run();
        } else if (skerry.loop().nanoTime() - deadline < 0) {
            skerry.loop().schedule(POLL, () -> whenKnown(node, strategy, deadline, reply, then));
        } else {
            String known = String.join(", ", node.strategies());
            reply.exit(
                    Reply.USAGE,
                    "no sync strategy is named '" + Reply.oneLine(strategy.get()) + "'; there "
                            + (known.isEmpty() ? "is none now" : "are: " + known));
        }
    }

    private void fetch(Skerry node, ContentLink link, FetchOptions options, Optional<Duration> stall, Reply reply) {
        TransferWatch watch = new TransferWatch(skerry, reply, link, stall);
        watch.listenTo(node);
        Instant began = skerry.loop().now();
        Transfer transfer = node.fetch(link, options);
        reply.event(Json.event("transfer-began")
                .put("transfer", transfer.id().toString())
                .put("at", began.toString()));
        waiting.merge(transfer.id(), 1, Integer::sum);
        reply.onHangUp(() -> skerry.loop().execute(watch::abandon));
        watch.follow(transfer, this::release);
    }

    /**
     * Called when a client no longer waits. A transfer that is complete goes on to be served: nobody waits for that. One
     * that an exchange has ended because it stops is not cancelled there, which would make it forget the transfer, but in
     * the next exchange of this node: another node that starts in the same home takes it up.
     */
    private void release(Transfer transfer) {
        Integer left = waiting.merge(transfer.id(), -1, Integer::sum);
        if (left > 0) {
            return;
        }
        waiting.remove(transfer.id());
        if (closing) {
            return;
        }
        TransferStatus.State state = transfer.status().state();
        if (!transfer.ended().toCompletableFuture().isDone()) {
            cancel(transfer);
        } else if (state != TransferStatus.State.COMPLETE
                && state != TransferStatus.State.FAILED
                && state != TransferStatus.State.CANCELLED) {
            cancelNext(transfer, skerry.loop().nanoTime() + skerry.patience().toNanos());
        }
    }

    private static void cancel(Transfer transfer) {
        if (transfer.status().state() != TransferStatus.State.COMPLETE) {
            transfer.cancel();
        }
    }

    /** Waits for the transfer to be taken up again, unless another client asks for it meanwhile. */
    private void cancelNext(Transfer stopped, long deadline) {
        if (waiting.containsKey(stopped.id())) {
            return;
        }
        Optional<Transfer> again = skerry.now().map(Skerry::transfers).orElse(List.of()).stream()
                .filter(it -> it.id().equals(stopped.id()) && it != stopped)
                .findFirst();
        if (again.isPresent()) {
            cancel(again.get());
        } else if (skerry.loop().nanoTime() - deadline < 0) {
            skerry.loop().schedule(POLL, () -> cancelNext(stopped, deadline));
        }
    }
}
