// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.share;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;
import org.skerry.api.ChunkId;
import org.skerry.api.Secret;
import org.skerry.base.crypto.Sha256;
import org.skerry.content.internal.chunk.ChunkCipher;
import org.skerry.content.internal.chunk.CipherPool;
import org.skerry.content.internal.chunk.ShareKeys;
import org.skerry.content.internal.disk.DamagedException;
import org.skerry.content.internal.disk.KeptOpen;
import org.skerry.content.internal.disk.LaterVersionException;
import org.skerry.content.internal.disk.OnDemand;
import org.skerry.content.internal.disk.PageFile;
import org.skerry.content.internal.work.Settings;
import org.skerry.spi.content.ChunkRead;

/**
 * Serves the chunks of a share out of the shared files. Nothing it returns was encrypted from other bytes than those that
 * were read in: the hash of every chunk is compared before it leaves. Thread-safe; blocks on the disk.
 */
final class ServedShare implements Closeable {

    private final Path version;
    private final Settings settings;
    private final ShareSummary summary;
    private final Secret secret;
    private final SharedPaths shared;
    private final OnDemand<Tables> tables;
    private final CipherPool ciphers;
    private final KeptOpen<Path, FileChannel> files;

    /** Opens a version. */
    ServedShare(Path version, Settings settings) throws IOException {
        this.version = version;
        this.settings = settings;
        summary = ShareStore.summaryOf(version);
        shared = SharedPaths.reopened(summary.paths(), summary.folder());
        secret = ShareStore.secretOf(version);
        ciphers = new CipherPool(new ShareKeys(secret));
        files = new KeptOpen<>(settings.openFiles(), ServedShare::openFile);
        @Nullable Object own = key(version);
        tables = new OnDemand<>(() -> {
            if (!Objects.equals(own, key(version))) {
                throw new IOException("it has been shared again since");
            }
            return Tables.open(version, settings.cacheMiB());
        });
        if (!tables.use(it -> it.pages.has(summary.manifest().root()))) {
            close();
            throw new IOException(version + " lacks its root");
        }
    }

    /** Tells a folder from another one that has its name now; null where the system cannot. */
    private static @Nullable Object key(Path version) throws IOException {
        return Files.readAttributes(version, BasicFileAttributes.class).fileKey();
    }

    /** What is kept of it on disk: closed while no one asks, as a node may have thousands of shares. */
    private record Tables(PageFile pages, Locations locations) implements Closeable {

        static Tables open(Path version, int cacheMiB) throws IOException {
            PageFile pages = PageFile.forReading(version.resolve(ShareStore.PAGES));
            try {
                return new Tables(pages, new Locations(version.resolve(ShareStore.MAPS), cacheMiB, true));
            } catch (IOException | MVStoreException e) {
                pages.close();
                throw e;
            }
        }

        @Override
        public void close() throws IOException {
            try (pages) {
                locations.close();
            }
        }
    }

    private static FileChannel openFile(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    ShareSummary summary() {
        return summary;
    }

    Secret secret() {
        return secret;
    }

    boolean has(ChunkId id) throws IOException {
        return tables.use(it -> it.pages.has(id) || it.locations.find(id).isPresent());
    }

    ChunkRead read(ChunkId id) {
        try {
            return tables.use(it -> read(it, id));
        } catch (IOException | IllegalStateException | MVStoreException e) {
            return new ChunkRead.Failed("the state of this share cannot be read: " + e.getMessage());
        }
    }

    private ChunkRead read(Tables open, ChunkId id) throws IOException {
        Optional<ByteBuffer> page = open.pages.page(id);
        if (page.isPresent()) {
            return new ChunkRead.Found(page.get());
        }
        Optional<Location> location = open.locations.find(id);
        return location.isPresent() ? read(open.locations, id, location.get()) : new ChunkRead.Missing();
    }

    private ChunkRead read(Locations locations, ChunkId id, Location location) throws IOException {
        int length = location.length() - ChunkCipher.OVERHEAD;
        List<Locations.Member> parts = location.packed()
                ? locations.members(location.number())
                : List.of(new Locations.Member(location.number(), length, 0));
        ByteBuffer plain = ByteBuffer.allocate(length);
        for (Locations.Member part : parts) {
            Path path = shared.locate(locations.file(part.file()).path());
            int offset = plain.position();
            try {
                if (part.size() > plain.remaining() || !readPart(path, location.offset(), part.size(), plain)) {
                    return changed(path, id, location, offset);
                }
            } catch (AccessDeniedException e) {
                return new ChunkRead.Failed("cannot read " + path + ": permission denied");
            } catch (NoSuchFileException e) {
                return changed(path, id, location, offset);
            } catch (IOException e) {
                return new ChunkRead.Failed("cannot read " + path + ": " + e.getMessage());
            }
        }
        byte[] stored = new byte[location.length()];
        boolean same = ciphers.<Boolean, RuntimeException>use(it -> {
            it.seal(location.tag(), plain.array(), 0, length, stored);
            return it.id(stored, stored.length).equals(id);
        });
        if (same) {
            return new ChunkRead.Found(ByteBuffer.wrap(stored));
        }
        int offset = 0;
        int at = 0;
        while (at < parts.size() - 1
                && parts.get(at)
                        .isSumOf(Sha256.of(plain.slice(offset, parts.get(at).size())))) {
            offset += parts.get(at++).size();
        }
        Path path = shared.locate(locations.file(parts.get(at).file()).path());
        return changed(path, id, location, offset);
    }

    /** Says it of one file; where it is one of several, with a mark that tells others which. */
    private ChunkRead changed(Path path, ChunkId id, Location location, int offset) {
        return location.packed()
                ? new ChunkRead.Changed(path.toString(), ciphers.keys().mark(id, offset))
                : new ChunkRead.Changed(path.toString());
    }

    /** Returns false if the file is too short. */
    private boolean readPart(Path path, long offset, int size, ByteBuffer plain) throws IOException {
        ByteBuffer target = plain.slice(plain.position(), size);
        plain.position(plain.position() + size);
        return files.use(path, channel -> {
            long at = offset;
            while (target.hasRemaining()) {
                int read = channel.read(target, at);
                if (read < 0) {
                    return false;
                }
                at += read;
            }
            return true;
        });
    }

    /**
     * Looks whether all is as it was, on the disk and not in what of it is in memory; with {@code deep}, reads every file.
     * Serving goes on meanwhile.
     */
    VersionReport check(boolean deep) throws IOException {
        List<String> state = new ArrayList<>();
        try {
            if (!ShareStore.secretOf(version).equals(secret)) {
                state.add("its secret is another one");
            }
        } catch (DamagedException e) {
            state.add(String.valueOf(e.getMessage()));
        }
        try (Tables fresh = Tables.open(version, settings.cacheMiB())) {
            return new VersionCheck(summary, shared, ciphers, fresh.pages, Optional.of(fresh.locations), deep)
                    .run()
                    .plus(state);
        }
    }

    /** Whether a version can be served from, as far as opening it tells. */
    static boolean opens(Path version, ChunkId root) throws LaterVersionException {
        try (Tables tables = Tables.open(version, 1)) {
            return tables.pages.has(root);
        } catch (LaterVersionException e) {
            throw e;
        } catch (IOException | MVStoreException e) {
            return false;
        }
    }

    /** Looks at a version that cannot be opened, as its table of chunks is damaged. */
    static VersionReport checkClosed(Path version, ShareSummary summary, boolean deep) throws IOException {
        try (PageFile pages = PageFile.forReading(version.resolve(ShareStore.PAGES))) {
            CipherPool ciphers = new CipherPool(new ShareKeys(ShareStore.secretOf(version)));
            SharedPaths shared = SharedPaths.reopened(summary.paths(), summary.folder());
            return new VersionCheck(summary, shared, ciphers, pages, Optional.empty(), deep).run();
        }
    }

    /** Closes what was not used lately. */
    void sweep() throws IOException {
        files.sweep();
        tables.sweep();
    }

    @Override
    public void close() throws IOException {
        files.close();
        tables.close();
    }
}
