// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.transfer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.skerry.api.ChunkId;
import org.skerry.api.Share;
import org.skerry.api.ShareException;
import org.skerry.api.ShareOptions;
import org.skerry.api.SkerryEvent;
import org.skerry.api.SwarmId;
import org.skerry.exchange.internal.local.Sources;
import org.skerry.spi.content.ChunkRead;
import org.skerry.spi.content.Contents;
import org.skerry.spi.content.ShareRequest;
import org.skerry.spi.content.SharedContent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All shares of this node. The list may be read by any thread; the rest is on the loop. */
public final class Shares {

    private static final Logger LOG = LoggerFactory.getLogger(Shares.class);

    /** What was asked for. */
    private record Request(List<Path> paths, ShareOptions options, CompletableFuture<Share> shared) {}

    /** A request that is being read in. */
    private record Reading(Request request, Contents by) {}

    /** A share that is being opened again, or waits to be tried once more: then it is a trouble. */
    private record Reopening(ChunkId root, Contents from, long number) {}

    private final Ground ground;
    private final List<ShareEntry> all = new CopyOnWriteArrayList<>();
    private final List<Request> waiting = new ArrayList<>();
    private final Set<Reading> reading = new LinkedHashSet<>();
    private final Set<ChunkId> toReopen = new LinkedHashSet<>();
    private final Map<ChunkId, Reopening> reopening = new HashMap<>();
    private long reopenings;

    /** Begins with none. */
    public Shares(Ground ground) {
        this.ground = ground;
    }

    /** {@return all, oldest first} */
    public List<Share> list() {
        return List.copyOf(all);
    }

    /** Shares; waits for content if it is not there. Any thread. */
    public CompletionStage<Share> share(List<Path> paths, ShareOptions options) {
        Request request =
                new Request(paths.stream().map(Path::toAbsolutePath).toList(), options, new CompletableFuture<>());
        ground.context().loop().execute(() -> begin(request));
        return request.shared().minimalCompletionStage();
    }

    private void begin(Request request) {
        Optional<Contents> contents = ground.contents();
        if (contents.isEmpty()) {
            waiting.add(request);
            return;
        }
        Reading begun = new Reading(request, contents.get());
        reading.add(begun);
        begun.by()
                .share(
                        new ShareRequest(request.paths(), request.options().fresh()),
                        request.options().progress())
                .whenCompleteAsync(
                        (content, error) -> read(begun, content, error),
                        ground.context().loop());
    }

    /** Content that has been replaced meanwhile gives nothing that can be served: the next one was asked, or will be. */
    private void read(Reading begun, @Nullable SharedContent content, @Nullable Throwable error) {
        boolean stale = !reading.remove(begun);
        CompletableFuture<Share> shared = begun.request().shared();
        if (content == null) {
            if (!stale) {
                fail(shared, error == null ? new IllegalStateException("no content") : error);
            }
        } else if (stale) {
            content.close();
        } else {
            ShareEntry entry = add(content, begun.request().options().keep());
            entry.noTrouble();
            shared.completeAsync(() -> entry, ground.context().workers());
        }
    }

    private void fail(CompletableFuture<Share> shared, Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        ShareException told =
                cause instanceof ShareException named ? named : new ShareException("sharing failed: " + cause);
        ground.context().workers().execute(() -> shared.completeExceptionally(told));
    }

    private ShareEntry add(SharedContent content, boolean keep) {
        ChunkId root = content.link().root();
        Optional<ShareEntry> known =
                all.stream().filter(it -> it.link().root().equals(root)).findFirst();
        ShareEntry entry = known.orElseGet(() -> new ShareEntry(this, content));
        entry.content().ifPresent(this::closeContent);
        entry.content(content);
        ground.sources().add(Sources.Kind.SHARE, entry.link().swarm(), content);
        ground.memberships().put(entry, entry.link().swarm(), false, true);
        if (keep) {
            ground.journal().keep(root);
        }
        if (known.isEmpty()) {
            all.add(entry);
            ground.events()
                    .tell(new SkerryEvent.ShareOpened(ground.context().loop().now(), entry));
        }
        return entry;
    }

    private void closeContent(SharedContent content) {
        ground.sources().remove(content);
        content.close();
    }

    /**
     * A chunk cannot be served. Whoever shares it is told once for each file, however often peers ask, unless the same paths
     * were shared again since.
     */
    public void unserved(SwarmId swarm, ChunkRead why) {
        String what;
        if (why instanceof ChunkRead.Changed changed) {
            what = oneLine(changed.path()) + " was changed after it was shared";
        } else if (why instanceof ChunkRead.Failed failed) {
            what = oneLine(failed.message());
        } else {
            return;
        }
        for (ShareEntry entry : all) {
            if (entry.link().swarm().equals(swarm) && entry.trouble(what) && newest(entry)) {
                LOG.warn(
                        "{}: its link gives the rest of {} but not this; `skerry share` again gives a new link",
                        what,
                        oneLine(entry.paths().toString()));
            }
        }
    }

    /** Without what would break the line of a log or steer a terminal: names of files may hold anything. */
    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "\uFFFD");
    }

    private boolean newest(ShareEntry entry) {
        return all.stream()
                .filter(it -> it.paths().equals(entry.paths()))
                .reduce((one, next) -> next)
                .filter(entry::equals)
                .isPresent();
    }

    /** Stops serving a share and forgets it, also one that cannot be opened. Any thread. @return whether there was one */
    public CompletionStage<Boolean> close(ChunkId root) {
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        ground.context().loop().execute(() -> {
            List<ShareEntry> entries =
                    all.stream().filter(it -> it.link().root().equals(root)).toList();
            boolean unopened = toReopen.remove(root);
            entries.forEach(this::close);
            if (unopened && entries.isEmpty()) {
                Optional.ofNullable(reopening.get(root)).ifPresent(this::over);
                forget(root);
            }
            closed.completeAsync(
                    () -> unopened || !entries.isEmpty(), ground.context().workers());
        });
        return closed.minimalCompletionStage();
    }

    private void forget(ChunkId root) {
        ground.journal().forget(root);
        ground.contents().ifPresent(it -> it.forget(root));
    }

    /** Stops serving a share and forgets it. Any thread. */
    void close(ShareEntry entry) {
        ground.context().loop().execute(() -> {
            toReopen.remove(entry.link().root());
            if (all.remove(entry)) {
                ground.memberships().remove(entry, entry.link().swarm());
                entry.content().ifPresent(this::closeContent);
                entry.content(null);
                forget(entry.link().root());
            }
        });
    }

    /** Opens all anew, as content may have made their state anew. On the loop. */
    void openAnew() {
        all.forEach(it -> toReopen.add(it.link().root()));
        reopen();
    }

    /** Opens again what was kept, now or when content comes. */
    void takeUp(List<ChunkId> roots) {
        roots.stream()
                .filter(root -> all.stream().noneMatch(it -> it.link().root().equals(root)))
                .forEach(toReopen::add);
        reopen();
    }

    /** Content has come. */
    public void contentCame() {
        all.stream()
                .filter(it -> it.content().isEmpty())
                .forEach(it -> toReopen.add(it.link().root()));
        reopen();
        List<Request> now = List.copyOf(waiting);
        waiting.clear();
        now.forEach(this::begin);
    }

    private void reopen() {
        ground.contents()
                .ifPresent(from -> List.copyOf(toReopen).forEach(root -> {
                    if (!reopening.containsKey(root)) {
                        Reopening next = new Reopening(root, from, reopenings++);
                        reopening.put(root, next);
                        ask(next);
                    }
                }));
    }

    private void ask(Reopening next) {
        next.from()
                .reopen(next.root())
                .whenCompleteAsync(
                        (opened, failure) -> {
                            if (failure == null) {
                                reopened(next, opened);
                            } else {
                                notReopened(next, failure);
                            }
                        },
                        ground.context().loop());
    }

    private boolean isCurrent(Reopening it) {
        return it.equals(reopening.get(it.root()));
    }

    /** It stays as it is, and is tried again; only a share that content does not know is forgotten. */
    private void notReopened(Reopening last, Throwable failure) {
        if (!isCurrent(last)) {
            return;
        }
        ground.troubles()
                .served(
                        last,
                        WholeFolder.line(failure)
                                + "; 'skerry repair' mends it if its files are as they were; else 'skerry unshare "
                                + last.root() + "' forgets it");
        ground.context().loop().schedule(WholeFolder.RETRY, () -> {
            if (isCurrent(last)) {
                if (toReopen.contains(last.root())) {
                    ask(last);
                } else {
                    over(last);
                }
            }
        });
    }

    private void over(Reopening it) {
        reopening.remove(it.root());
        ground.troubles().over(it);
    }

    private void reopened(Reopening last, Optional<SharedContent> opened) {
        ChunkId root = last.root();
        if (!isCurrent(last)) {
            opened.ifPresent(SharedContent::close); // the next content is asked, or will be
            return;
        }
        over(last);
        if (!toReopen.remove(root)) {
            opened.ifPresent(SharedContent::close); // it was closed meanwhile
        } else if (opened.isPresent()) {
            ShareEntry entry = add(opened.get(), false);
            LOG.info("share of {} is served again", oneLine(entry.paths().toString()));
        } else {
            unknown(root);
        }
    }

    /** Content does not know a share, unless it was shared anew meanwhile. */
    private void unknown(ChunkId root) {
        all.removeIf(it -> it.link().root().equals(root) && it.content().isEmpty());
        if (all.stream().noneMatch(it -> it.link().root().equals(root))) {
            ground.journal().forget(root);
            LOG.warn("share {} cannot be opened again: share its files anew", root);
        }
    }

    /** Content has gone, and with it what it had open. */
    public void contentGone() {
        reading.forEach(it -> waiting.add(it.request()));
        reading.clear();
        List.copyOf(reopening.values()).forEach(this::over);
        for (ShareEntry entry : all) {
            entry.content().ifPresent(it -> ground.sources().remove(it));
            entry.content(null);
            ground.memberships().remove(entry, entry.link().swarm());
        }
    }

    /** The node stops. */
    public void stop() {
        List.copyOf(reopening.values()).forEach(this::over);
        all.forEach(it -> it.content().ifPresent(SharedContent::close));
        reading.forEach(it -> waiting.add(it.request()));
        waiting.forEach(it -> it.shared().completeExceptionally(new ShareException("the node stops")));
    }
}
