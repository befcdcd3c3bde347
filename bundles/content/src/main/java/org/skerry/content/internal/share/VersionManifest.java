// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.share;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.skerry.api.ChunkId;
import org.skerry.api.Manifest;
import org.skerry.content.internal.chunk.CipherPool;
import org.skerry.content.internal.chunk.ShareKeys;
import org.skerry.content.internal.chunk.StoredChunk;
import org.skerry.content.internal.disk.PageFile;
import org.skerry.content.internal.disk.PrivateFiles;
import org.skerry.content.internal.manifest.BadManifestException;
import org.skerry.content.internal.manifest.CatalogEntry;
import org.skerry.content.internal.manifest.CatalogEntry.Body;
import org.skerry.content.internal.manifest.CatalogTop;
import org.skerry.content.internal.manifest.CatalogWalk;
import org.skerry.content.internal.manifest.Root;
import org.skerry.content.internal.manifest.SealedPages;

/**
 * What the manifest of a version says, to write files anew that say the same. Believes the root's id, which is the name of the
 * version's folder, and no summary. Blocks on the disk.
 */
public final class VersionManifest {

    private final ChunkId id;
    private final PageFile pages;
    private final CipherPool ciphers;
    private final Root root;
    private final CatalogTop top;

    private VersionManifest(Path version, PageFile pages) throws IOException, BadManifestException {
        this.id = ChunkId.parse(String.valueOf(version.getFileName()));
        this.pages = pages;
        this.ciphers = new CipherPool(new ShareKeys(ShareStore.secretOf(version)));
        this.root = Root.decode(page(id));
        StoredChunk chunk = root.catalog();
        this.top = CatalogTop.decode(SealedPages.open(ciphers, chunk, page(chunk.id()))
                .orElseThrow(() -> new BadManifestException("the catalog does not open")));
    }

    private ByteBuffer page(ChunkId page) throws IOException {
        return pages.page(page).orElseThrow(() -> new IOException("page " + page.shortText() + " is missing"));
    }

    /** What is made of a manifest. */
    private interface Use<T> {
        T of(VersionManifest manifest) throws IOException, BadManifestException;
    }

    private static <T> T use(Path version, Use<T> use) throws IOException {
        try (PageFile pages = PageFile.forReading(version.resolve(ShareStore.PAGES))) {
            return use.of(new VersionManifest(version, pages));
        } catch (BadManifestException e) {
            throw new IOException("its manifest cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Writes a summary anew, out of the manifest and the paths beside the version.
     *
     * @param version its folder
     * @param fetched whether it was fetched rather than shared
     * @throws IOException if the manifest, the secret or the paths are damaged too; nothing was written then
     */
    public static void rebuildSummary(Path version, boolean fetched) throws IOException {
        List<Path> paths = paths(version);
        ShareSummary summary = use(version, it -> it.summary(paths, fetched));
        PrivateFiles.write(version.resolve(ShareStore.SUMMARY), summary.encode());
    }

    private ShareSummary summary(List<Path> paths, boolean fetched) {
        Manifest manifest = new Manifest(id, Root.FORMAT_VERSION, root.chunks(), root.storedBytes());
        boolean folder = fetched || top.folder().isPresent();
        return new ShareSummary(manifest, paths, folder, top.files(), top.fileBytes());
    }

    /**
     * The paths that a version was made of, as they stand beside it.
     *
     * @param version its folder
     * @return the paths
     * @throws IOException if they cannot be read
     */
    public static List<Path> paths(Path version) throws IOException {
        return new KeptForNext(ShareStore.above(version)).paths();
    }

    /** The averages of the big files, as if they had been chosen for their present sizes. */
    static Map<String, Averages.Choice> averages(Path version) throws IOException {
        return use(version, VersionManifest::averages);
    }

    private Map<String, Averages.Choice> averages() throws IOException, BadManifestException {
        Map<String, Averages.Choice> choices = new TreeMap<>();
        new CatalogWalk(pages, ciphers).run(top, entry -> {
            if (entry instanceof CatalogEntry.File file && file.size() >= Averages.LEAST_SIZE) {
                average(file.body()).ifPresent(it -> choices.put(file.path(), new Averages.Choice(it, file.size())));
            }
        });
        return choices;
    }

    private static Optional<Integer> average(Body body) {
        if (body instanceof Body.Inline inline) {
            return Optional.of(inline.average());
        }
        return body instanceof Body.Listed listed ? Optional.of(listed.average()) : Optional.empty();
    }
}
