// SPDX-License-Identifier: Apache-2.0
package org.skerry.api;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A node, seen by those who embed it: an OSGi service. All methods may be called from any thread and do not block; work
 * goes on in the background and is resumed after a restart of the node. With a provider missing (no transport, say) work
 * waits, and {@link TransferStatus#note()} says for what.
 */
@ProviderType
public interface Skerry {

    /** {@return who this node is} */
    PeerId self();

    /**
     * Reads files and folders in, and serves them from where they are (nothing is copied) until the share is closed.
     *
     * <p>A single folder is shared as its content; a single file or several paths are shared under their names.
     *
     * @param paths what to share, at least one; they must exist and be readable
     * @param options how
     * @return completes when all is read in and can be fetched; completes exceptionally with {@link ShareException}
     */
    CompletionStage<Share> share(List<Path> paths, ShareOptions options);

    /**
     * Begins to fetch a content, or goes on with it where an earlier fetch of the same root to the same place stopped.
     *
     * @param link what to fetch; without its secret the content is cached and served on, and nothing is written out
     * @param options where to, and how
     * @return the transfer, known at once; whatever goes wrong shows as its status and result
     */
    Transfer fetch(ContentLink link, FetchOptions options);

    /** {@return what this node shares, oldest first} */
    List<Share> shares();

    /**
     * Stops serving a share and forgets it, as {@link Share#close} does; also one that could not be opened since the node
     * started, and so is not among {@link #shares}.
     *
     * @param root of the share
     * @return whether there was one
     */
    CompletionStage<Boolean> unshare(ChunkId root);

    /** {@return fetches under way and those that ended since the node started, oldest first} */
    List<Transfer> transfers();

    /** {@return the content that this node keeps for others} */
    Cache cache();

    /** {@return names of the sync strategies that there are now, which {@link FetchOptions#strategy()} may name; sorted} */
    List<String> strategies();

    /** {@return the peers known now, connected ones first} */
    List<PeerInfo> peers();

    /**
     * Listens to what happens. The listener is called on a thread of the node, one event at a time, and must not block.
     *
     * @param listener gets every event from now on
     * @return ends it
     */
    Registration listen(SkerryListener listener);
}
