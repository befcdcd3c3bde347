// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.transfer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.skerry.api.ChunkId;
import org.skerry.api.Share;
import org.skerry.api.ShareException;
import org.skerry.api.ShareOptions;
import org.skerry.api.SkerryEvent;
import org.skerry.exchange.internal.local.Sources;
import org.skerry.spi.content.Contents;
import org.skerry.spi.content.ShareRequest;
import org.skerry.spi.content.SharedContent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All shares of this node. The list may be read by any thread; the rest is on the loop. */
public final class Shares {

    private static final Logger LOG = LoggerFactory.getLogger(Shares.class);

    /** A share that waits for content. */
    private record Waiting(List<Path> paths, ShareOptions options, CompletableFuture<Share> shared) {}

    private final Ground ground;
    private final List<ShareEntry> all = new CopyOnWriteArrayList<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final List<CompletableFuture<Share>> reading = new ArrayList<>();
    private final Set<ChunkId> toReopen = new LinkedHashSet<>();

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
        Waiting request =
                new Waiting(paths.stream().map(Path::toAbsolutePath).toList(), options, new CompletableFuture<>());
        ground.context().loop().execute(() -> begin(request));
        return request.shared().minimalCompletionStage();
    }

    private void begin(Waiting request) {
        Optional<Contents> contents = ground.contents();
        if (contents.isEmpty()) {
            waiting.add(request);
            return;
        }
        reading.add(request.shared());
        contents.get()
                .share(
                        new ShareRequest(request.paths(), request.options().fresh()),
                        request.options().progress())
                .whenCompleteAsync(
                        (content, error) -> {
                            reading.remove(request.shared());
                            if (error == null) {
                                ShareEntry entry =
                                        add(content, request.options().keep());
                                request.shared()
                                        .completeAsync(
                                                () -> entry, ground.context().workers());
                            } else {
                                fail(request.shared(), error);
                            }
                        },
                        ground.context().loop());
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

    /** Stops serving a share and forgets it. Any thread. */
    void close(ShareEntry entry) {
        ground.context().loop().execute(() -> {
            if (all.remove(entry)) {
                ground.memberships().remove(entry, entry.link().swarm());
                entry.content().ifPresent(this::closeContent);
                entry.content(null);
                ground.journal().forget(entry.link().root());
                ground.contents().ifPresent(it -> it.forget(entry.link().root()));
            }
        });
    }

    /** {@return roots of shares that were kept; reads the disk} */
    public List<ChunkId> kept() {
        return ground.journal().shares();
    }

    /** Opens again what was kept, now or when content comes. */
    public void takeUp(List<ChunkId> roots) {
        toReopen.addAll(roots);
        reopen();
    }

    /** Content has come. */
    public void contentCame() {
        all.stream()
                .filter(it -> it.content().isEmpty())
                .forEach(it -> toReopen.add(it.link().root()));
        reopen();
        List<Waiting> now = List.copyOf(waiting);
        waiting.clear();
        now.forEach(this::begin);
    }

    private void reopen() {
        Optional<Contents> contents = ground.contents();
        if (contents.isEmpty()) {
            return;
        }
        List<ChunkId> roots = List.copyOf(toReopen);
        toReopen.clear();
        for (ChunkId root : roots) {
            contents.get()
                    .reopen(root)
                    .exceptionally(error -> Optional.empty())
                    .thenAcceptAsync(
                            opened -> reopened(root, contents.get(), opened),
                            ground.context().loop());
        }
    }

    private void reopened(ChunkId root, Contents from, Optional<SharedContent> opened) {
        if (opened.isEmpty()) {
            LOG.warn("share {} cannot be opened again: share its files anew", root);
        } else if (ground.contents().isPresent() && ground.contents().get() == from) {
            ShareEntry entry = add(opened.get(), false);
            LOG.info("share of {} is served again", entry.paths());
        } else {
            opened.get().close();
        }
    }

    /** Content has gone, and with it what it had open. */
    public void contentGone() {
        for (ShareEntry entry : all) {
            entry.content().ifPresent(it -> ground.sources().remove(it));
            entry.content(null);
            ground.memberships().remove(entry, entry.link().swarm());
        }
    }

    /** The node stops. */
    public void stop() {
        all.forEach(it -> it.content().ifPresent(SharedContent::close));
        List<CompletableFuture<Share>> open = new ArrayList<>(reading);
        waiting.forEach(it -> open.add(it.shared()));
        open.forEach(it -> it.completeExceptionally(new ShareException("the node stops")));
    }
}
