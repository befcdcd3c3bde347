// SPDX-License-Identifier: Apache-2.0
package org.skerry.api;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The content that a node keeps for others: found, verified, stored and served without its secret, within a quota. What is not
 * pinned is dropped, least recently served first, when room is needed. All methods may be called from any thread and do not
 * block; stages complete on a thread of the node.
 */
@ProviderType
public interface Cache {

    /**
     * Follows a content from now on, after restarts too: fetches what is not here, and serves it. Of a content that is followed
     * already and was dropped in part, the rest is fetched again.
     *
     * @param link what to follow; its secret is neither needed nor kept
     * @param pin whether it is to stay whatever else comes; false leaves a pin that there is
     * @return how it stands; completes exceptionally with {@link CacheException} if the pins would be more than the quota
     */
    CompletionStage<CachedContent> add(ContentLink link, boolean pin);

    /**
     * Pins a content that is here, or takes its pin back. Of one that was dropped in part the rest is fetched again.
     *
     * @param root the root of its manifest
     * @param pinned whether none of it may be dropped to make room
     * @return how it stands, empty if it is not here; completes exceptionally with {@link CacheException} if the pins would be
     *     more than the quota
     */
    CompletionStage<Optional<CachedContent>> pin(ChunkId root, boolean pinned);

    /**
     * Follows a content no more, pinned or not, and drops those of its chunks that nothing else here needs. Goes on in the
     * background, after a restart too.
     *
     * @param root the root of its manifest
     * @return how it stood, empty if it is not here
     */
    CompletionStage<Optional<CachedContent>> drop(ChunkId root);

    /** {@return all of it, oldest first} */
    CompletionStage<List<CachedContent>> list();
}
