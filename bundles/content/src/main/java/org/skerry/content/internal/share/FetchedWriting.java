// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.share;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.skerry.api.Manifest;
import org.skerry.api.Secret;
import org.skerry.content.internal.chunk.StoredChunk;
import org.skerry.content.internal.disk.FileStamp;
import org.skerry.content.internal.disk.PrivateFiles;

/** A content that was fetched, being kept. Nothing is if it is closed without {@link #finish}. For one thread. */
public final class FetchedWriting implements Closeable {

    private final ShareStore store;
    private final String id;
    private final Path target;
    private final Secret secret;
    private final Path built;
    private final Locations locations;
    private long packs;
    private long files;
    private long fileBytes;

    FetchedWriting(ShareStore store, String id, Path target, Secret secret, int cacheMiB) throws IOException {
        this.store = store;
        this.id = id;
        this.target = target;
        this.secret = secret;
        this.built = store.begin(id);
        this.locations = new Locations(built.resolve(ShareStore.MAPS), cacheMiB, false);
    }

    /**
     * A file in a pack.
     *
     * @param file its number
     * @param size in bytes
     * @param sha256 of its bytes
     */
    public record Packed(int file, int size, byte[] sha256) {}

    /**
     * Notes a file.
     *
     * @param number of the file
     * @param path within the content
     * @param size in bytes
     * @param modified the time it was given
     */
    public void file(long number, String path, long size, Instant modified) {
        locations.addFile(number, new Walked(path, FileStamp.Kind.FILE, 0, size, modified, ""));
        files++;
        fileBytes += size;
    }

    /**
     * Notes a chunk that lies in one piece.
     *
     * @param chunk which
     * @param file that holds it
     * @param offset in the file
     */
    public void chunk(StoredChunk chunk, long file, long offset) {
        locations.add(chunk.id(), Location.inFile(chunk, file, offset));
    }

    /**
     * Notes a pack.
     *
     * @param chunk the pack
     * @param members its files, in their order
     */
    public void pack(StoredChunk chunk, List<Packed> members) {
        long pack = packs++;
        locations.add(chunk.id(), Location.ofPack(chunk, pack));
        members.forEach(it -> locations.addMember(pack, Locations.Member.of(it.file(), it.size(), it.sha256())));
    }

    /**
     * Keeps it, and nothing else that was fetched to the same folder before.
     *
     * @param manifest of the content
     * @param pages file of its pages; copied
     * @throws IOException if that fails
     */
    public void finish(Manifest manifest, Path pages) throws IOException {
        locations.close();
        Files.copy(pages, built.resolve(ShareStore.PAGES));
        store.finish(id, built, new ShareSummary(manifest, List.of(target), true, files, fileBytes), secret);
        store.forgetOthers(id, manifest.root());
    }

    @Override
    public void close() throws IOException {
        locations.close();
        PrivateFiles.delete(built);
    }
}
