// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.command;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.skerry.api.Cache;
import org.skerry.api.ChunkId;
import org.skerry.api.ContentLink;
import org.skerry.api.FetchOptions;
import org.skerry.api.IndexProgress;
import org.skerry.api.PeerId;
import org.skerry.api.PeerInfo;
import org.skerry.api.Registration;
import org.skerry.api.Secret;
import org.skerry.api.Share;
import org.skerry.api.ShareException;
import org.skerry.api.ShareOptions;
import org.skerry.api.Skerry;
import org.skerry.api.SkerryEvent;
import org.skerry.api.SkerryListener;
import org.skerry.api.Transfer;
import org.skerry.api.TransferId;

/** A node's façade with nothing behind it. Sharing a path that ends in {@code bad} fails; in {@code slow}, waits. */
public final class FakeSkerry implements Skerry {

    public static final PeerId SELF = PeerId.of(new byte[32]);
    public static final ContentLink LINK = ContentLink.of(ChunkId.of(new byte[32]), Secret.of(new byte[32]));

    public final List<FakeTransfer> fetched = new CopyOnWriteArrayList<>();
    public final List<FakeShare> shared = new CopyOnWriteArrayList<>();
    /** Shares that could not be opened. */
    final Set<ChunkId> unopened = ConcurrentHashMap.newKeySet();

    final FakeCache cache = new FakeCache();
    public final CompletableFuture<Share> slow = new CompletableFuture<>();
    public final List<SkerryListener> listeners = new CopyOnWriteArrayList<>();

    /** Why there is no session with the one peer; empty if there is one. */
    public volatile Optional<String> refusal = Optional.empty();

    public void tell(SkerryEvent event) {
        listeners.forEach(it -> it.onEvent(event));
    }

    @Override
    public PeerId self() {
        return SELF;
    }

    @Override
    public CompletionStage<Share> share(List<Path> paths, ShareOptions options) {
        if (paths.get(0).endsWith("bad")) {
            return CompletableFuture.failedFuture(new ShareException(paths.get(0) + " cannot be read"));
        }
        if (paths.get(0).endsWith("slow")) {
            return slow;
        }
        options.progress().accept(new IndexProgress(1, 30, 3, 90));
        FakeShare share = new FakeShare(LINK, paths, new AtomicBoolean());
        shared.add(share);
        return CompletableFuture.completedFuture(share);
    }

    @Override
    public Transfer fetch(ContentLink link, FetchOptions options) {
        FakeTransfer transfer = new FakeTransfer(new TransferId("t" + fetched.size()), link);
        fetched.add(transfer);
        return transfer;
    }

    @Override
    public List<Share> shares() {
        return List.copyOf(shared);
    }

    @Override
    public CompletionStage<Boolean> unshare(ChunkId root) {
        return CompletableFuture.completedFuture(unopened.remove(root));
    }

    @Override
    public List<Transfer> transfers() {
        return List.copyOf(fetched);
    }

    @Override
    public Cache cache() {
        return cache;
    }

    @Override
    public List<String> strategies() {
        return List.of("rarest", "sequential");
    }

    @Override
    public List<PeerInfo> peers() {
        return List.of(new PeerInfo(
                SELF,
                refusal.isPresent() ? PeerInfo.State.KNOWN : PeerInfo.State.CONNECTED,
                Set.of("lan"),
                Optional.of("direct"),
                Optional.of("tcp 192.0.2.1:4001"),
                Optional.of(Duration.ofNanos(1_500_000)),
                1,
                2,
                Instant.EPOCH,
                Set.of(LINK.swarm()),
                refusal));
    }

    @Override
    public Registration listen(SkerryListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
