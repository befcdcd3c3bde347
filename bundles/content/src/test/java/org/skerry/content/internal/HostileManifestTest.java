// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.skerry.content.internal.manifest.ForgedManifest.empty;
import static org.skerry.content.internal.manifest.ForgedManifest.file;
import static org.skerry.content.internal.manifest.ForgedManifest.folder;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.skerry.api.ChunkId;
import org.skerry.api.TransferResult;
import org.skerry.api.TransferResult.Cause;
import org.skerry.content.internal.chunk.CutRule;
import org.skerry.content.internal.chunk.StoredChunk;
import org.skerry.content.internal.manifest.CatalogEntry;
import org.skerry.content.internal.manifest.CatalogEntry.Body;
import org.skerry.content.internal.manifest.CatalogTop;
import org.skerry.content.internal.manifest.ForgedManifest;
import org.skerry.content.internal.manifest.Node;
import org.skerry.content.internal.manifest.TreePage;
import org.skerry.content.internal.manifest.TreePages;
import org.skerry.spi.content.AcquireRequest;

/** Each test breaks one rule of the manifest, in pages that are sealed and hashed as they should be. */
class HostileManifestTest {

    private static final int CHUNK = 40_000;

    @TempDir
    Path dir;

    private final ForgedManifest forged = new ForgedManifest();
    private LocalContents receiver;
    private Path out;

    @BeforeEach
    void open() throws Exception {
        receiver = LocalContents.open(dir.resolve("state"));
        out = dir.resolve("out");
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    private TransferResult fetch(ChunkId root) throws Exception {
        try (Ferry ferry = Ferry.between(forged, receiver, request(root))) {
            return ferry.result();
        }
    }

    private AcquireRequest request(ChunkId root) {
        return new AcquireRequest(root, Optional.of(ForgedManifest.SECRET), Optional.of(out), dir);
    }

    private void assertRefused(ChunkId root, String part) throws Exception {
        assertFails(root, Cause.BAD_MANIFEST, part);
        assertThat(Files.exists(dir.resolve("escaped"))).isFalse();
    }

    private void assertFails(ChunkId root, Cause cause, String part) throws Exception {
        assertFailed(fetch(root), cause, part);
    }

    private static void assertFailed(TransferResult result, Cause cause, String part) {
        assertThat(result).isInstanceOf(TransferResult.Failed.class);
        TransferResult.Failed failed = (TransferResult.Failed) result;
        assertThat(failed.cause()).as(failed.message()).isEqualTo(cause);
        assertThat(failed.message()).contains(part).doesNotContain("\n", "\0");
    }

    private CatalogEntry.File whole(String path, StoredChunk chunk) {
        return file(path, chunk.plainLength(), new Body.Inline(CutRule.SMALL_AVERAGE, List.of(chunk)));
    }

    @Test
    void writesAForgedManifestThatBreaksNoRule() throws Exception {
        ChunkId root = forged.of(empty("a"), folder("b"), whole("b/c", forged.chunk(CHUNK, 1)));
        assertThat(fetch(root)).isInstanceOf(TransferResult.Complete.class);
        assertThat(out.resolve("b/c")).hasSize(CHUNK);
    }

    @ParameterizedTest
    @CsvSource({
        "../escaped, has the segment '..'",
        "a/../../escaped, has the segment '..'",
        "a/.., has the segment '..'",
        ".., has the segment '..'",
        "/tmp/escaped, absolute",
        "a//b, has the segment ''",
        "./a, has the segment '.'",
        "a/, segment",
        ".skerry-partial, unfinished",
        ".skerry-partial/x, unfinished"
    })
    void refusesPathsThatLeadAstray(String path, String part) throws Exception {
        assertRefused(forged.of(empty(path)), part);
    }

    @Test
    void refusesPathsNoDiskTakes() throws Exception {
        assertRefused(forged.of(empty("a\0b")), "NUL");
        assertRefused(new ForgedManifestAgain().of(empty("n".repeat(256))), "255");
        assertRefused(new ForgedManifestAgain().of(empty("")), "empty");
        assertRefused(new ForgedManifestAgain().of(empty("n/".repeat(2100) + "n")), "over 4096");
    }

    /** The same forger, so that its source knows all pages. */
    private final class ForgedManifestAgain {
        ChunkId of(CatalogEntry... entries) {
            forged.catalogPages().clear();
            return forged.of(entries);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "l, ../x, out",
        "l, /etc/passwd, absolute",
        "a/l, ../../x, out",
        "a/l, b/../../../x, out",
        "l, '', empty"
    })
    void refusesSymlinksThatLeadOut(String path, String target, String part) throws Exception {
        CatalogEntry link = new CatalogEntry.Symlink(path, Instant.EPOCH, target);
        assertRefused(path.equals("l") ? forged.of(link) : forged.of(folder("a"), link), part);
    }

    @Test
    void refusesEntriesThatAreNotSorted() throws Exception {
        assertRefused(forged.of(empty("b"), empty("a")), "not sorted");
    }

    @Test
    void refusesTheSameNameTwice() throws Exception {
        assertRefused(forged.of(empty("a"), empty("a")), "not sorted");
    }

    @Test
    void refusesParentsThatAreNoFolders() throws Exception {
        assertRefused(forged.of(empty("a"), empty("a/b")), "parent");
        forged.catalogPages().clear();
        assertRefused(
                forged.of(new CatalogEntry.Symlink("a", Instant.EPOCH, "b"), empty("a/b"), folder("b")), "parent");
        forged.catalogPages().clear();
        assertRefused(forged.of(empty("missing/b")), "parent");
    }

    @Test
    void refusesAPageThatComesBack() throws Exception {
        Node leaf = forged.leaf(empty("a"));
        assertRefused(forged.root(forged.top(forged.inner(1, leaf, leaf), 1)), "twice");
    }

    @Test
    void refusesPagesOfAnotherLevelOrAmount() throws Exception {
        Node leaf = forged.leaf(empty("a"));
        Node inner = forged.inner(2, leaf);
        assertRefused(forged.root(forged.top(inner, 1)), "level");
        forged.catalogPages().clear();
        Node lying = new Node(leaf.id(), leaf.tag(), leaf.length(), 7, leaf.bytes());
        assertRefused(forged.root(forged.top(lying, 0)), "number of entries");
        forged.catalogPages().clear();
        Node longer = new Node(leaf.id(), leaf.tag(), leaf.length() + 1, 1, leaf.bytes());
        assertRefused(forged.root(forged.top(longer, 0)), "length");
    }

    @Test
    void refusesFilesWhoseChunksDoNotAddUp() throws Exception {
        StoredChunk chunk = forged.chunk(CHUNK, 1);
        Body.Inline one = new Body.Inline(CutRule.SMALL_AVERAGE, List.of(chunk));
        assertRefused(forged.of(file("a", CHUNK + 1, one)), "add up");
        forged.catalogPages().clear();
        assertRefused(forged.of(file("a", CHUNK - 1, one)), "wrong length");
        forged.catalogPages().clear();
        assertRefused(forged.of(file("a", 0, one)), "ways");
        forged.catalogPages().clear();
        assertRefused(forged.of(file("a", CHUNK, new Body.Empty())), "ways");
    }

    @Test
    void refusesTinyChunksInTheMiddle() throws Exception {
        StoredChunk tiny = forged.chunk(100, 1);
        Body.Inline body = new Body.Inline(CutRule.SMALL_AVERAGE, List.of(tiny, forged.chunk(CHUNK, 2)));
        assertRefused(forged.of(file("a", CHUNK + 100, body)), "wrong length");
    }

    @Test
    void refusesFilesThatReachOverTheirPack() throws Exception {
        StoredChunk pack = forged.chunk(1000, 1);
        assertRefused(forged.of(file("a", 600, new Body.Packed(pack, 500))), "pack");
    }

    @Test
    void refusesAnAverageItDoesNotKnow() throws Exception {
        Body.Inline body = new Body.Inline(1024, List.of(forged.chunk(CHUNK, 1)));
        assertRefused(forged.of(file("a", CHUNK, body)), "average");
    }

    @Test
    void refusesAFileBiggerThanTheDiskBeforeGoingThroughIt() throws Exception {
        StoredChunk chunk =
                forged.chunk(CutRule.ofAverage(CutRule.SMALL_AVERAGE).max(), 1);
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < 2048; i++) {
            nodes.add(Node.listed(chunk));
        }
        Node list = forged.inner(0, nodes.toArray(Node[]::new));
        int level = 0;
        while (level < 2) {
            Node[] same = new Node[2048];
            Arrays.fill(same, list);
            list = forged.inner(++level, same);
        }
        Body.Listed body = new Body.Listed(CutRule.SMALL_AVERAGE, list, level);
        assertFails(forged.of(file("huge", list.bytes(), body)), Cause.DISK_FULL, "does not fit");
    }

    @Test
    void refusesFilesThatAreTogetherBiggerThanTheDiskBeforeGoingThroughThemAll() throws Exception {
        int average = CutRule.averageFor(Long.MAX_VALUE);
        Node[] same = new Node[2048];
        Arrays.fill(same, Node.listed(forged.chunk(CutRule.ofAverage(average).max(), 1)));
        Node list = forged.inner(0, same);
        long disk = Files.getFileStore(dir).getTotalSpace();
        Node[] lists = new Node[(int) Math.max(1, Math.min(2048, disk / 2 / list.bytes()))];
        Arrays.fill(lists, list);
        Node file = forged.inner(1, lists);
        CatalogEntry[] entries = new CatalogEntry[(int) (disk / file.bytes()) + 1];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = file(String.format("%05d", i), file.bytes(), new Body.Listed(average, file, 1));
        }
        // Nothing is carried, so that nothing is written if they are not refused.
        try (Ferry ferry = Ferry.between(forged, receiver, request(forged.of(entries)), 0)) {
            assertFailed(ferry.result(), Cause.DISK_FULL, "does not fit");
        }
    }

    @Test
    void namesFilesOnOneLineThatSteersNoTerminal() throws Exception {
        StoredChunk chunk = forged.chunk(CHUNK, 1);
        ChunkId root = forged.of(whole("a\u001b]0;owned\u0007\nb", chunk));
        try (Ferry ferry = Ferry.between(forged, receiver, request(root))) {
            assertThat(ferry.result()).isInstanceOf(TransferResult.Complete.class);
            String described =
                    ferry.acquisition().describe(chunk.id(), new byte[0]).orElseThrow();
            assertThat(described).matches("a.]0;owned..b").doesNotContain("\u001b", "\u0007", "\n");
        }
    }

    @Test
    void doesNotLetTheContentChooseAHiddenFolder() throws Exception {
        ChunkId root = forged.root(forged.page(
                new CatalogTop(".ssh", Optional.empty(), Optional.of(forged.leaf(empty("a"))), 0, 1, 0).encode()));
        AcquireRequest request = new AcquireRequest(root, Optional.of(ForgedManifest.SECRET), Optional.empty(), dir);
        try (Ferry ferry = Ferry.between(forged, receiver, request)) {
            assertThat(ferry.result()).isEqualTo(new TransferResult.Complete(Optional.of(dir.resolve("_ssh"))));
        }
        assertThat(dir.resolve(".ssh")).doesNotExist();
    }

    @Test
    void refusesAnIndexThatIsNotTheCatalogs() throws Exception {
        StoredChunk chunk = forged.chunk(CHUNK, 1);
        StoredChunk top = forged.top(forged.leaf(whole("a", chunk)), 0);
        Node node = forged.content().get(0);
        Node page = forged.catalogPages().get(0);
        assertRefused(forged.root(top, new TreePage(0, List.of(page, node)), 1), "does not have");
        Node other = Node.indexed(node.id(), node.length() + 1);
        assertRefused(forged.root(top, new TreePage(0, List.of(other, page)), 1), "does not have");
        assertRefused(forged.root(top, new TreePage(0, List.of(node, page)), 0), "the root says 0");
        assertRefused(forged.root(top, new TreePage(0, List.of(node, node)), 2), "the root says 2");
    }

    @Test
    void refusesAnIndexThatLacksAPageOfTheCatalog() throws Exception {
        StoredChunk chunk = forged.chunk(CHUNK, 1);
        StoredChunk top = forged.top(forged.leaf(whole("a", chunk)), 0);
        Node node = forged.content().get(0);
        Node leaf = forged.catalogPages().get(0);
        assertRefused(forged.root(top, new TreePage(0, List.of(node)), 1), "lacks 2 pages of the catalog");
        assertRefused(forged.root(top, new TreePage(0, List.of(node, leaf)), 1), "lacks 1 pages of the catalog");
        Node longer = Node.indexed(top.id(), top.length() + 1);
        assertRefused(forged.root(top, new TreePage(0, List.of(node, leaf, longer)), 1), "lacks 1 pages");
    }

    @Test
    void refusesAnIndexPageThatComesTwice() throws Exception {
        StoredChunk chunk = forged.chunk(CHUNK, 1);
        StoredChunk top = forged.top(forged.leaf(whole("a", chunk)), 0);
        byte[] leaf = TreePages.encode(new TreePage(0, forged.content()));
        Node node = new Node(forged.clear(leaf), null, leaf.length, 1, chunk.length());
        assertRefused(forged.root(top, new TreePage(1, List.of(node, node)), 1), "twice");
    }

    @Test
    void refusesAChunkThatDoesNotOpen() throws Exception {
        StoredChunk chunk = forged.chunk(CHUNK, 1);
        StoredChunk other = forged.chunk(CHUNK, 2);
        forged.content().remove(1);
        StoredChunk mixed = new StoredChunk(chunk.id(), other.tag(), chunk.length());
        assertRefused(forged.of(whole("a", mixed)), "does not open");
        assertThat(out.resolve("a")).doesNotExist();
    }

    @Test
    void refusesWhatIsNoRoot() throws Exception {
        assertRefused(forged.clear(new byte[] {1, 2, 3}), "malformed root");
        assertRefused(forged.clear(new byte[5000]), "malformed root");
    }

    @Test
    void takesNothingElseForAnIndexPage() {
        assertThat(receiver.indexPage(ChunkId.of(new byte[32]), ByteBuffer.wrap(new byte[100])))
                .isEmpty();
        forged.chunk(CHUNK, 1);
        byte[] page = TreePages.encode(new TreePage(0, forged.content()));
        assertThat(receiver.indexPage(ChunkId.of(new byte[32]), ByteBuffer.wrap(page))
                        .orElseThrow()
                        .entries())
                .hasSize(1);
        for (int length = 0; length < page.length; length++) {
            assertThat(receiver.indexPage(ChunkId.of(new byte[32]), ByteBuffer.wrap(page, 0, length)))
                    .isEmpty();
        }
    }
}
