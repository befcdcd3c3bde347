// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.command;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.skerry.api.Cache;
import org.skerry.api.CacheException;
import org.skerry.api.CachedContent;
import org.skerry.api.ChunkId;
import org.skerry.api.ContentLink;

/** Keeps what it is told, and no chunk. */
final class FakeCache implements Cache {

    final Map<ChunkId, CachedContent> all = new LinkedHashMap<>();
    /** Refuses pins with this. */
    Optional<String> refusal = Optional.empty();

    @Override
    public CompletionStage<CachedContent> add(ContentLink link, boolean pin) {
        if (pin && refusal.isPresent()) {
            return CompletableFuture.failedFuture(new CacheException(refusal.get()));
        }
        return CompletableFuture.completedFuture(put(link, pin));
    }

    private CachedContent put(ContentLink link, boolean pin) {
        CachedContent content = new CachedContent(
                link, CachedContent.State.FETCHING, "", true, pin, 5, 10, Instant.EPOCH, Optional.of(Instant.EPOCH));
        all.put(link.root(), content);
        return content;
    }

    @Override
    public CompletionStage<Optional<CachedContent>> pin(ChunkId root, boolean pinned) {
        Optional<CachedContent> known = Optional.ofNullable(all.get(root));
        return CompletableFuture.completedFuture(known.map(it -> put(it.link(), pinned)));
    }

    @Override
    public CompletionStage<Optional<CachedContent>> drop(ChunkId root) {
        return CompletableFuture.completedFuture(Optional.ofNullable(all.remove(root)));
    }

    @Override
    public CompletionStage<List<CachedContent>> list() {
        return CompletableFuture.completedFuture(List.copyOf(all.values()));
    }
}
