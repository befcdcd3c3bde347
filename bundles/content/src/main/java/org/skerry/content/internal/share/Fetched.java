// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.share;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.skerry.api.ChunkId;
import org.skerry.api.ContentLink;
import org.skerry.api.Secret;
import org.skerry.content.internal.disk.DamagedException;

/**
 * The folder {@code fetched} of the state: contents that were fetched and are whole, each kept as a share of the folder that
 * it was written to. So they are served again without a look at their files: hashes are compared when a chunk is read.
 * Thread-safe; blocks on the disk.
 */
public final class Fetched {

    private final ShareStore store;

    /**
     * Opens the folder; drops what was never finished.
     *
     * @param folder made if missing
     * @param random makes names that were not there before
     * @throws IOException if that fails
     */
    public Fetched(Path folder, SecureRandom random) throws IOException {
        store = new ShareStore(folder, random);
    }

    /** {@return the folders of the state of all contents} */
    public List<Path> versions() throws IOException {
        return store.versions();
    }

    /** {@return those by the folder that they are in, the newest first} */
    public Map<Path, List<Path>> byPaths() throws IOException {
        return store.byPaths();
    }

    /** {@return the folder that a content was written to; throws if its summary cannot be read} */
    public Path target(Path version) throws IOException {
        return store.paths(version).get(0);
    }

    /** {@return the link of a content, with its secret; throws if its state cannot be read} */
    public ContentLink link(Path version) throws IOException {
        return ContentLink.of(ChunkId.parse(String.valueOf(version.getFileName())), ShareStore.secretOf(version));
    }

    private static String id(Path target) {
        return SharedPaths.reopened(List.of(target), true).id();
    }

    /**
     * Whether a content was written to a folder.
     *
     * @param target the folder; absolute and normalised
     * @param root of the content
     * @return true if it was whole once
     * @throws IOException if the state cannot be read
     */
    public boolean has(Path target, ChunkId root) throws IOException {
        return version(target, root).isPresent();
    }

    /**
     * Whether a content was written to a folder, and can be served from it.
     *
     * @param target the folder; absolute and normalised
     * @param root of the content
     * @return false also if what is known of it is damaged, or cannot be opened
     * @throws IOException if the disk does not tell, or a later version of the node wrote it
     */
    public boolean isServed(Path target, ChunkId root) throws IOException {
        Optional<Path> version = version(target, root);
        if (version.isEmpty()) {
            return false;
        }
        try {
            link(version.get());
            return target.equals(target(version.get())) && ServedShare.opens(version.get(), root);
        } catch (DamagedException e) {
            return false;
        }
    }

    /**
     * The manifest of a content, wherever it was written to.
     *
     * @param root of the content
     * @return a file of pages, as {@code PageFile} knows it
     * @throws IOException if the state cannot be read
     */
    public Optional<Path> pages(ChunkId root) throws IOException {
        return store.version(root).map(version -> version.resolve(ShareStore.PAGES));
    }

    /**
     * Where it is kept that a content was written to a folder.
     *
     * @param target the folder; absolute and normalised
     * @param root of the content
     * @return a folder of the state, if it was whole once
     * @throws IOException if the state cannot be read
     */
    public Optional<Path> version(Path target, ChunkId root) throws IOException {
        return store.version(id(target), root);
    }

    /**
     * Begins to keep a content.
     *
     * @param target the folder that it was written to; absolute and normalised
     * @param secret of the content
     * @param cacheMiB heap for tables on disk
     * @return takes what it consists of
     * @throws IOException if the state cannot be written
     */
    public FetchedWriting begin(Path target, Secret secret, int cacheMiB) throws IOException {
        return new FetchedWriting(store, id(target), target, secret, cacheMiB);
    }

    /**
     * Drops what is known of a content in a folder: from now on it is not found. Its files stay.
     *
     * @param target the folder; absolute and normalised
     * @param root of the content
     * @return what is left to be deleted
     * @throws IOException if that fails
     */
    public List<Path> forget(Path target, ChunkId root) throws IOException {
        return store.forget(id(target), root);
    }
}
