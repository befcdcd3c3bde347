// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.share;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.skerry.api.ChunkId;
import org.skerry.api.Manifest;
import org.skerry.content.internal.chunk.CipherPool;
import org.skerry.content.internal.chunk.StoredChunk;
import org.skerry.content.internal.disk.FileStamp;
import org.skerry.content.internal.disk.PageFile;
import org.skerry.content.internal.manifest.CatalogEntry;
import org.skerry.content.internal.manifest.CatalogTop;
import org.skerry.content.internal.manifest.CatalogWriter;
import org.skerry.content.internal.manifest.Node;
import org.skerry.content.internal.manifest.Root;
import org.skerry.content.internal.manifest.SealedPages;
import org.skerry.content.internal.manifest.TreePage;
import org.skerry.content.internal.manifest.TreePages;
import org.skerry.content.internal.manifest.TreeWriter;

/** Makes index and catalog of what was read, and notes where each chunk lies. Goes through the tables once. */
final class ManifestWriting {

    private final ReadTables tables;
    private final ChunkSpool spool;
    private final CipherPool ciphers;
    private final PageFile pages;
    private final Locations locations;
    private final Map<ChunkId, Integer> catalogPages = new LinkedHashMap<>();
    private final TreeWriter index = new TreeWriter(0, TreePages.MAX_NODES, this::indexPage);
    private final CatalogWriter catalog;
    private long chunks;
    private long storedBytes;
    private long files;
    private long fileBytes;

    /** What was written. */
    record Result(Manifest manifest, long files, long fileBytes) {}

    ManifestWriting(ReadTables tables, ChunkSpool spool, CipherPool ciphers, PageFile pages, Locations locations) {
        this.tables = tables;
        this.spool = spool;
        this.ciphers = ciphers;
        this.pages = pages;
        this.locations = locations;
        this.catalog = new CatalogWriter(this::catalogPage, ciphers.keys().pageKey());
    }

    Result run(String name, Optional<FileStamp> folder) throws IOException {
        for (long number = 0; number < tables.size(); number++) {
            catalog.add(entry(number, tables.entry(number)));
        }
        Optional<CatalogTop.Attributes> attributes =
                folder.map(it -> new CatalogTop.Attributes(it.mode(), it.modified()));
        StoredChunk top = catalog.finish(name, attributes, files, fileBytes, tables.size() == 0);
        for (Map.Entry<ChunkId, Integer> page : catalogPages.entrySet()) {
            index.add(Node.indexed(page.getKey(), page.getValue()));
        }
        TreeWriter.Top indexTop = index.finish();
        Node node = indexTop.node();
        byte[] root = new Root(node.id(), node.length(), indexTop.level(), top, chunks, storedBytes).encode();
        ChunkId id = put(root);
        return new Result(new Manifest(id, Root.FORMAT_VERSION, chunks, storedBytes), files, fileBytes);
    }

    private CatalogEntry entry(long number, Walked entry) throws IOException {
        return switch (entry.kind()) {
            case FOLDER -> new CatalogEntry.Folder(entry.path(), entry.mode(), entry.modified());
            case SYMLINK -> new CatalogEntry.Symlink(entry.path(), entry.modified(), entry.target());
            default -> file(number, entry);
        };
    }

    private CatalogEntry.File file(long number, Walked entry) throws IOException {
        Body body = tables.body(number);
        files++;
        fileBytes += entry.size();
        return new CatalogEntry.File(
                entry.path(), entry.mode(), entry.modified(), entry.size(), body.sha256(), body(number, entry, body));
    }

    private CatalogEntry.Body body(long number, Walked entry, Body body) throws IOException {
        if (entry.size() == 0) {
            return new CatalogEntry.Body.Empty();
        }
        locations.addFile(number, entry);
        if (body.pack() >= 0) {
            StoredChunk pack = tables.pack(body.pack());
            locations.addMember(body.pack(), Locations.Member.of(number, (int) entry.size(), body.sha256()));
            index(pack, Location.ofPack(pack, body.pack()));
            return new CatalogEntry.Body.Packed(pack, (int) body.start());
        }
        return CatalogWriter.needsList(body.chunks()) ? listed(number, body) : inline(number, body);
    }

    private CatalogEntry.Body inline(long number, Body body) throws IOException {
        List<StoredChunk> inline = new ArrayList<>();
        long offset = 0;
        for (long i = 0; i < body.chunks(); i++) {
            StoredChunk chunk = spool.get(body.start() + i);
            index(chunk, Location.inFile(chunk, number, offset));
            offset += chunk.plainLength();
            inline.add(chunk);
        }
        return new CatalogEntry.Body.Inline(body.average(), inline);
    }

    private CatalogEntry.Body listed(long number, Body body) throws IOException {
        TreeWriter list = catalog.chunkList();
        long offset = 0;
        for (long i = 0; i < body.chunks(); i++) {
            StoredChunk chunk = spool.get(body.start() + i);
            index(chunk, Location.inFile(chunk, number, offset));
            offset += chunk.plainLength();
            list.add(Node.listed(chunk));
        }
        TreeWriter.Top top = list.finish();
        return new CatalogEntry.Body.Listed(body.average(), top.node(), top.level());
    }

    /** The index lists each chunk once, where it comes first. */
    private void index(StoredChunk chunk, Location location) throws IOException {
        if (locations.add(chunk.id(), location)) {
            chunks++;
            storedBytes += chunk.length();
            index.add(Node.indexed(chunk.id(), chunk.length()));
        }
    }

    private Node indexPage(TreePage page) throws IOException {
        byte[] encoded = TreePages.encode(page);
        return new Node(put(encoded), null, encoded.length, page.count(), page.bytes());
    }

    private StoredChunk catalogPage(byte[] encoded) throws IOException {
        SealedPages.Sealed sealed = SealedPages.seal(ciphers, encoded);
        StoredChunk chunk = sealed.chunk();
        if (locations.find(chunk.id()).isEmpty()) {
            catalogPages.put(chunk.id(), chunk.length());
        }
        pages.put(chunk.id(), ByteBuffer.wrap(sealed.stored()));
        return chunk;
    }

    private ChunkId put(byte[] page) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(page);
        ChunkId id = ChunkId.ofChunk(bytes);
        pages.put(id, bytes);
        return id;
    }
}
