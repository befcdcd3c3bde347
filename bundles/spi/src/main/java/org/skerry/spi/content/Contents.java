// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.content;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;
import org.skerry.api.ChunkId;
import org.skerry.api.ContentLink;
import org.skerry.api.IndexProgress;

/**
 * Turns files into chunks and chunks into files. An OSGi service. Every method may be called from any thread and does not
 * block; stages complete on threads of {@code content}.
 */
@ProviderType
public interface Contents {

    /**
     * Reads files and folders in. State of the share (which chunk lies where, its manifest pages) goes to the node's home.
     *
     * @param request what and how
     * @param progress called from time to time
     * @return the shared content; exceptionally with {@link org.skerry.api.ShareException}
     */
    CompletionStage<SharedContent> share(ShareRequest request, Consumer<IndexProgress> progress);

    /**
     * Opens again what was shared before, from the state in the node's home, without reading the files. What has changed since
     * shows when a chunk is read.
     *
     * @param root the root of its manifest
     * @return the content, or empty if it is not known. Exceptionally with {@link java.io.IOException} if it is known, but
     *     could not be opened now, as the disk failed or its state is damaged; with {@link
     *     java.util.concurrent.CancellationException} if {@code content} stops. Either says nothing about later: whoever
     *     remembers the content must not forget it, and may try again
     */
    CompletionStage<Optional<SharedContent>> reopen(ChunkId root);

    /**
     * As {@link #reopen}, of what was acquired with a secret and was whole.
     *
     * @param root the root of its manifest
     * @param folder where it was written to
     * @return the content, or empty if it is not known to be there; exceptionally as above
     */
    CompletionStage<Optional<SharedContent>> reopenFetched(ChunkId root, Path folder);

    /**
     * Contents that were acquired with a secret and were whole, and of which something is to come again: files of them were
     * found damaged. Whoever has peers acquires them to the same folder once more.
     *
     * @return what and where; exceptionally as {@link #reopen}
     */
    default CompletionStage<List<Unfinished>> unfinished() {
        return CompletableFuture.completedFuture(List.of());
    }

    /**
     * A content that is not whole any more.
     *
     * @param link of it, with its secret
     * @param folder where it was written to
     */
    record Unfinished(ContentLink link, Path folder) {}

    /** {@return roots that can be opened again} */
    List<ChunkId> reopenable();

    /**
     * Drops the state of a share in the node's home. The shared files stay.
     *
     * @param root the root of its manifest
     */
    void forget(ChunkId root);

    /**
     * Drops the state with which a content that was acquired, and was whole, can be opened again. The files stay.
     *
     * @param root the root of its manifest
     * @param folder where it was written to
     */
    default void forgetFetched(ChunkId root, Path folder) {}

    /**
     * Begins to acquire a content, or goes on with it: looks first at what is on disk already.
     *
     * @param request what, and where to
     * @param listener hears what is wanted, and the end
     * @return the acquisition
     */
    Acquisition acquire(AcquireRequest request, AcquisitionListener listener);

    /**
     * Reads an index page or a root, both of which are clear.
     *
     * @param id its hash
     * @param chunk the verified chunk
     * @return the page, or empty if these bytes are no index page
     */
    Optional<IndexPage> indexPage(ChunkId id, ByteBuffer chunk);
}
