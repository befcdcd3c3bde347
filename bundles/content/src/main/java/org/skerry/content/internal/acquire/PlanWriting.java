// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.acquire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.skerry.api.ChunkId;
import org.skerry.api.TransferResult.Cause;
import org.skerry.content.internal.chunk.CipherPool;
import org.skerry.content.internal.chunk.StoredChunk;
import org.skerry.content.internal.disk.DiskRules;
import org.skerry.content.internal.manifest.BadManifestException;
import org.skerry.content.internal.manifest.CatalogEntry;
import org.skerry.content.internal.manifest.CatalogLeaf;
import org.skerry.content.internal.manifest.CatalogTop;
import org.skerry.content.internal.manifest.CatalogWalk;
import org.skerry.content.internal.manifest.IndexWalk;
import org.skerry.content.internal.manifest.Node;
import org.skerry.content.internal.manifest.PageSource;
import org.skerry.content.internal.manifest.Root;

/** Goes through catalog and index, checks them against each other, and writes the plan. */
final class PlanWriting {

    private final Plan plan;
    private final Root root;
    private final PageSource pages;
    private final DiskRules rules;
    private final long diskBytes;
    private final CatalogWalk catalog;
    private int[] places = new int[16];
    private long fileBytes;

    /** With {@code diskBytes} the size of the disk: as soon as the files exceed it together, no more are gone through. */
    PlanWriting(Plan plan, Root root, PageSource pages, CipherPool ciphers, DiskRules rules, long diskBytes) {
        this.plan = plan;
        this.root = root;
        this.pages = pages;
        this.rules = rules;
        this.diskBytes = diskBytes;
        this.catalog = new CatalogWalk(pages, ciphers);
    }

    /** With {@code catalogPages} the pages of catalog and chunk lists, and their lengths as stored. */
    void run(CatalogTop top, Map<ChunkId, Integer> catalogPages)
            throws IOException, BadManifestException, AcquireException {
        try {
            catalog.run(top, this::entry);
        } catch (Refused e) {
            throw e.why;
        }
        if (plan.chunks() != root.chunks()) {
            throw new BadManifestException(
                    "the catalog needs " + plan.chunks() + " chunks, the root says " + root.chunks());
        }
        long[] stored = {0};
        Map<ChunkId, Integer> unlisted = new HashMap<>(catalogPages);
        new IndexWalk(pages, root, (node, position) -> {
                    unlisted.remove(node.id(), node.length());
                    if (position < root.chunks()) {
                        stored[0] += position(node, position);
                    }
                })
                .run();
        if (stored[0] != root.storedBytes()) {
            throw new BadManifestException("the chunks of the index do not add up to what the root says");
        }
        if (!unlisted.isEmpty()) {
            // A node without the secret could neither find nor serve them.
            throw new BadManifestException("the index lacks " + unlisted.size() + " pages of the catalog");
        }
        plan.written();
    }

    /** Sizes of all files together, in bytes. */
    long fileBytes() {
        return fileBytes;
    }

    /** How many places each file has, by its number. */
    int[] places() {
        return Arrays.copyOf(places, plan.files());
    }

    private int position(Node node, long position) throws BadManifestException {
        Optional<PlannedChunk> chunk = plan.chunk(node.id());
        if (chunk.isEmpty() || chunk.get().length() != node.length()) {
            throw new BadManifestException("the index lists a chunk that the catalog does not have: " + node.id());
        }
        if (chunk.get().position() >= 0) {
            throw new BadManifestException("the index lists a chunk twice: " + node.id());
        }
        plan.put(node.id(), chunk.get().at(position));
        return node.length();
    }

    private void entry(CatalogEntry entry) throws BadManifestException, IOException {
        if (rules.folds()) {
            checkName(entry.path());
        }
        if (entry instanceof CatalogEntry.Folder folder) {
            plan.addFolder(PlannedNames.encode(folder));
        } else if (entry instanceof CatalogEntry.Symlink link) {
            plan.addLink(PlannedNames.encode(link));
        } else if (entry instanceof CatalogEntry.File file) {
            file(file);
        }
    }

    private void checkName(String path) throws Refused {
        byte[] mine = path.getBytes(StandardCharsets.UTF_8);
        Optional<byte[]> other = plan.name(rules.key(path).getBytes(StandardCharsets.UTF_8), mine);
        if (other.isPresent()) {
            String first = new String(other.get(), StandardCharsets.UTF_8);
            throw new Refused(new AcquireException(
                    Cause.NAME_COLLISION,
                    CatalogLeaf.quoted(first) + " and " + CatalogLeaf.quoted(path)
                            + " would be one name on this disk; fetch to another disk with -o"));
        }
    }

    private void file(CatalogEntry.File file) throws BadManifestException, IOException {
        fileBytes += file.size();
        if (fileBytes > diskBytes || fileBytes < 0) {
            throw new Refused(new AcquireException(
                    Cause.DISK_FULL,
                    CatalogLeaf.quoted(file.path()) + " of " + file.size() + " bytes does not fit on this disk of "
                            + diskBytes + " bytes with what comes before it"));
        }
        if (plan.files() == Integer.MAX_VALUE - 1) {
            throw new BadManifestException("the catalog has too many files");
        }
        int number = plan.add(PlannedFile.of(file));
        if (file.body() instanceof CatalogEntry.Body.Packed packed) {
            place(packed.pack(), new Place(number, 0, packed.offset(), (int) file.size()));
        } else {
            catalog.chunks(file, (chunk, offset) -> place(chunk, new Place(number, offset, 0, chunk.plainLength())));
        }
    }

    private void place(StoredChunk chunk, Place place) throws BadManifestException {
        if (place.file() >= places.length) {
            places = Arrays.copyOf(places, Math.max(place.file() + 1, places.length + (places.length >> 1)));
        }
        places[place.file()]++;
        Optional<PlannedChunk> known = plan.chunk(chunk.id());
        if (known.isEmpty()) {
            plan.put(chunk.id(), new PlannedChunk(chunk.tag(), chunk.length(), -1, 0, place));
            return;
        }
        PlannedChunk before = known.get();
        if (!before.tag().equals(chunk.tag()) || before.length() != chunk.length()) {
            throw new BadManifestException("the catalog names a chunk in two ways: " + chunk.id());
        }
        PlannedChunk now = before.withMore();
        plan.putMore(chunk.id(), now.more(), place);
        plan.put(chunk.id(), now);
    }

    /** Carries a refusal that is not the manifest's fault through the walk. */
    private static final class Refused extends IOException {

        private static final long serialVersionUID = 1L;

        private final transient AcquireException why;

        Refused(AcquireException why) {
            super(why);
            this.why = why;
        }
    }
}
