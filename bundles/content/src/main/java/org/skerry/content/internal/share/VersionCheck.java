// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.share;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.h2.mvstore.MVStoreException;
import org.skerry.api.ChunkId;
import org.skerry.base.crypto.Sha256;
import org.skerry.content.internal.chunk.CipherPool;
import org.skerry.content.internal.chunk.StoredChunk;
import org.skerry.content.internal.disk.FileStamp;
import org.skerry.content.internal.disk.PageFile;
import org.skerry.content.internal.manifest.BadManifestException;
import org.skerry.content.internal.manifest.CatalogEntry;
import org.skerry.content.internal.manifest.CatalogEntry.Body;
import org.skerry.content.internal.manifest.CatalogTop;
import org.skerry.content.internal.manifest.CatalogWalk;
import org.skerry.content.internal.manifest.IndexWalk;
import org.skerry.content.internal.manifest.Root;
import org.skerry.content.internal.manifest.SealedPages;

/**
 * Looks whether a version is what its manifest says: its pages by their hashes, its table of chunks against the catalog, its
 * files by time and size or by their hashes. Believes the root's id and nothing else. Changes nothing. For one thread; blocks
 * on the disk.
 */
final class VersionCheck {

    private static final int BLOCK = 256 << 10;

    private final ShareSummary summary;
    private final SharedPaths shared;
    private final CipherPool ciphers;
    private final PageFile pages;
    private final Optional<Locations> locations;
    private final boolean deep;

    private final List<String> state = new ArrayList<>();
    private final List<VersionReport.FileFault> faults = new ArrayList<>();
    private final Map<ChunkId, Pack> packs = new HashMap<>();
    private int files;
    private long bytes;
    private long matched;

    /** A pack as the table of chunks has it, and how many of its files the catalog has not named yet. */
    private static final class Pack {
        final Map<Integer, Locations.Member> byOffset = new HashMap<>();
        int left;

        Pack(List<Locations.Member> members) {
            int offset = 0;
            for (Locations.Member member : members) {
                byOffset.put(offset, member);
                offset += member.size();
            }
            left = members.size();
        }
    }

    /** Without {@code locations} if they cannot be opened; with {@code deep}, every file is read. */
    VersionCheck(
            ShareSummary summary,
            SharedPaths shared,
            CipherPool ciphers,
            PageFile pages,
            Optional<Locations> locations,
            boolean deep) {
        this.summary = summary;
        this.shared = shared;
        this.ciphers = ciphers;
        this.pages = pages;
        this.locations = locations;
        this.deep = deep;
    }

    VersionReport run() throws IOException {
        List<ChunkId> damaged = pages.damaged();
        damaged.forEach(id -> state.add("page " + id.shortText() + " of its manifest is damaged"));
        if (!pages.isHeaded()) {
            state.add("its pages do not say the version of their format");
        }
        try {
            walk();
        } catch (BadManifestException | IOException e) {
            if (damaged.isEmpty()) {
                state.add("its manifest cannot be read: " + e.getMessage());
            }
        } catch (MVStoreException
                | BufferUnderflowException
                | IllegalStateException
                | IllegalArgumentException
                | IndexOutOfBoundsException e) {
            state.add("its table of chunks cannot be read");
        }
        return new VersionReport(files, bytes, state, faults);
    }

    private void walk() throws IOException, BadManifestException {
        Root root = Root.decode(page(summary.manifest().root()));
        StoredChunk top = root.catalog();
        CatalogTop catalog = CatalogTop.decode(SealedPages.open(ciphers, top, page(top.id()))
                .orElseThrow(() -> new BadManifestException("the catalog does not open")));
        if (!says(root, catalog)) {
            state.add("its summary says something else than its manifest");
        }
        new IndexWalk(pages, root, (node, position) -> {}).run();
        CatalogWalk walk = new CatalogWalk(pages, ciphers);
        walk.run(catalog, entry -> {
            if (entry instanceof CatalogEntry.File file) {
                look(file);
                if (locations.isPresent()) {
                    match(walk, locations.get(), file);
                }
                files++;
            }
        });
        if (locations.isPresent() && matched != root.chunks()) {
            state.add("its table of chunks has " + matched + " of " + root.chunks() + " chunks right");
        }
    }

    private boolean says(Root root, CatalogTop catalog) {
        return summary.manifest().chunks() == root.chunks()
                && summary.manifest().storedBytes() == root.storedBytes()
                && summary.files() == catalog.files()
                && summary.fileBytes() == catalog.fileBytes();
    }

    private ByteBuffer page(ChunkId id) throws IOException {
        return pages.page(id).orElseThrow(() -> new IOException("page " + id.shortText() + " is missing"));
    }

    /**
     * Counts the chunks that the table has in this very place. It names one of the places of each chunk, so every chunk is
     * counted once if all is right.
     */
    private void match(CatalogWalk walk, Locations table, CatalogEntry.File file)
            throws IOException, BadManifestException {
        if (file.body() instanceof Body.Packed packed) {
            matchPacked(table, file, packed);
            return;
        }
        walk.chunks(file, (chunk, offset) -> {
            Optional<Location> found = table.find(chunk.id());
            boolean here = found.isPresent()
                    && found.get().equals(Location.inFile(chunk, found.get().number(), offset))
                    && isOf(table, found.get().number(), file);
            matched += here ? 1 : 0;
        });
    }

    private static boolean isOf(Locations table, long number, CatalogEntry.File file) {
        try {
            return table.file(number).path().equals(file.path());
        } catch (IOException e) {
            return false; // the table lacks it
        }
    }

    private void matchPacked(Locations table, CatalogEntry.File file, Body.Packed packed) throws IOException {
        StoredChunk chunk = packed.pack();
        Optional<Location> found = table.find(chunk.id());
        if (found.isEmpty()) {
            return;
        }
        long number = found.get().number();
        if (found.get().equals(Location.inFile(chunk, number, 0))) {
            // Of one file only: what was fetched is kept like any other file then.
            boolean alone = packed.offset() == 0 && file.size() == chunk.plainLength();
            matched += alone && isOf(table, number, file) ? 1 : 0;
            return;
        }
        if (!found.get().equals(Location.ofPack(chunk, number))) {
            return;
        }
        Pack pack = packs.get(chunk.id());
        if (pack == null) {
            pack = new Pack(table.members(number));
            packs.put(chunk.id(), pack);
        }
        Locations.Member member = pack.byOffset.get(packed.offset());
        boolean here = member != null
                && member.size() == file.size()
                && member.isSumOf(file.sha256())
                && isOf(table, member.file(), file);
        if (here && --pack.left == 0) {
            matched++;
            packs.remove(chunk.id());
        }
    }

    private void look(CatalogEntry.File file) throws IOException {
        Path at = shared.locate(file.path());
        FileStamp stamp;
        try {
            stamp = FileStamp.of(at);
        } catch (NoSuchFileException e) {
            fault(VersionReport.Kind.MISSING, at);
            return;
        } catch (IOException e) {
            fault(VersionReport.Kind.UNREADABLE, at);
            return;
        }
        if (stamp.kind() != FileStamp.Kind.FILE) {
            fault(VersionReport.Kind.MISSING, at);
            return;
        }
        boolean untouched = stamp.size() == file.size() && stamp.modified().equals(file.modified());
        if (untouched && !deep) {
            return;
        }
        byte[] hash;
        try {
            hash = stamp.size() == file.size() ? hash(at) : new byte[0];
        } catch (ClosedByInterruptException e) {
            throw new IOException("the node is stopping", e);
        } catch (IOException e) {
            fault(VersionReport.Kind.UNREADABLE, at);
            return;
        }
        if (!Arrays.equals(hash, file.sha256())) {
            fault(untouched ? VersionReport.Kind.ROTTEN : VersionReport.Kind.TOUCHED, at);
        }
    }

    private void fault(VersionReport.Kind kind, Path at) {
        faults.add(new VersionReport.FileFault(kind, files, at));
    }

    private byte[] hash(Path file) throws IOException {
        MessageDigest digest = Sha256.newDigest();
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            while (channel.read(block.clear()) >= 0) {
                bytes += block.position();
                digest.update(block.flip());
            }
        }
        return digest.digest();
    }
}
