// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.skerry.api.ChunkId;
import org.skerry.api.TransferId;
import org.skerry.base.cbor.MalformedCborException;
import org.skerry.base.disk.DiskReason;
import org.skerry.base.disk.ForcedNames;
import org.skerry.base.disk.Listing;
import org.skerry.base.loop.Loop;
import org.skerry.exchange.internal.cache.HoldingRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files under {@code state/exchange}: one for each transfer that is to be taken up again, named by its id, an empty one for
 * each share that is, named by its root, the list of these, and one for each content that is kept for others. Mode 0600, replaced
 * whole. Writes go through {@code writer}, which has to keep their order; what cannot be written waits until it can be.
 */
public final class Journal {

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    private static final int LARGEST = 128 << 10;
    private static final String UNFINISHED = ".new";
    private static final FileAttribute<Set<PosixFilePermission>> FOLDER_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> FILE_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path transfers;
    private final Path shares;
    private final Path cached;
    private final Path list;
    private final Executor writer;
    private final Troubles troubles;
    private final Unwritten unwritten;
    /** What a later version of the node wrote: it is not for this one to replace. */
    private final Set<Path> newer = ConcurrentHashMap.newKeySet();
    /** The roots of {@link #list}; in turn. */
    private @Nullable Set<ChunkId> kept;

    private boolean warned;
    /** As long as not all was found: what was, or was written or deleted since, and is not to be taken up. In turn. */
    private final Set<Path> settled = new HashSet<>();

    private boolean searched = true;

    /**
     * What was read of a folder.
     *
     * @param found what its files say
     * @param missed one line, if the disk did not give all: what it did not give may be there, and be kept
     */
    record Found<T>(List<T> found, Optional<String> missed) {}

    /** Reads a file. */
    private interface Reader<T> {
        T read(Path file) throws IOException, MalformedCborException;
    }

    /**
     * Keeps files in a folder, which is made when needed.
     *
     * @param folder of the exchange's state
     * @param writer runs the writes, one after the other
     * @param troubles hears if something cannot be written
     * @param loop has the time for trying again
     */
    public Journal(Path folder, Executor writer, Troubles troubles, Loop loop) {
        this.transfers = folder.resolve("transfers");
        this.shares = folder.resolve("shares");
        this.cached = folder.resolve("cached");
        this.list = folder.resolve("kept-shares");
        this.troubles = troubles;
        this.unwritten = new Unwritten(troubles, loop, this::writeAgain);
        this.writer = writer;
    }

    /** Keeps a transfer. */
    void keep(TransferRecord transfer) {
        byte[] encoded = transfer.encode();
        writer.execute(() -> replace(transfers, transfer.id().value(), encoded));
    }

    /** Keeps a transfer before it returns; {@linkplain #inTurn in turn}. */
    void keepNow(TransferRecord transfer) {
        replace(transfers, transfer.id().value(), transfer.encode());
    }

    /** Forgets a transfer. */
    void forget(TransferId transfer) {
        writer.execute(() -> delete(transfers.resolve(transfer.value())));
    }

    /** Keeps a share. */
    void keep(ChunkId root) {
        writer.execute(() -> keepNow(root));
    }

    private void keepNow(ChunkId root) {
        Optional<Set<ChunkId>> roots = listed();
        // In this order, and forgotten in the other: a root of the list without a file is one whose file was lost.
        replace(shares, root.toString(), new byte[0]);
        roots.filter(it -> it.add(root)).ifPresent(this::writeList);
    }

    private void forgetNow(ChunkId root) {
        listed().filter(it -> it.remove(root)).ifPresent(this::writeList);
        delete(shares.resolve(root.toString()));
    }

    /** The list, with what it lacks; nothing while it cannot be read: to write it anew would hide what was lost. */
    private Optional<Set<ChunkId>> listed() {
        if (kept != null) {
            return Optional.of(kept);
        }
        try {
            List<ChunkId> before = KeptShares.read(list);
            Set<ChunkId> roots = new TreeSet<>(before);
            for (Path file : list(shares)) {
                rootOf(file).ifPresent(roots::add);
            }
            kept = roots;
            if (roots.size() > before.size()) {
                writeList(roots);
            }
            return Optional.of(roots);
        } catch (IOException | MalformedCborException e) {
            remember(list, e);
            if (!warned) {
                warned = true;
                LOG.warn("{} cannot be read, and is left as it is until 'skerry repair': {}", list, e.getMessage());
            }
            return Optional.empty();
        }
    }

    private void writeList(Set<ChunkId> roots) {
        replace(Objects.requireNonNull(list.getParent()), String.valueOf(list.getFileName()), KeptShares.encode(roots));
    }

    /** Writes a share down again whose file was lost, or, with none, the list alone; {@linkplain #inTurn in turn}. */
    void restore(Optional<ChunkId> root) {
        root.ifPresent(this::keepNow);
        kept = null;
        listed().ifPresent(this::writeList);
    }

    /** {@return whether a share is to be served again} */
    boolean keeps(ChunkId root) {
        return Files.exists(shares.resolve(root.toString()));
    }

    /** {@return runs what reads and writes here itself: after the writes that were asked for before, and before those after} */
    Executor inTurn() {
        return writer;
    }

    /** Forgets a share. */
    void forget(ChunkId root) {
        writer.execute(() -> forgetNow(root));
    }

    /** Keeps what is known of a content that is kept for others. */
    void keep(HoldingRecord holding) {
        byte[] encoded = holding.encode();
        writer.execute(() -> replace(cached, holding.link().root().toString(), encoded));
    }

    /** Keeps it before it returns; {@linkplain #inTurn in turn}. */
    void keepNow(HoldingRecord holding) {
        replace(cached, holding.link().root().toString(), holding.encode());
    }

    /** Forgets a content that was kept for others. */
    void forgetHolding(ChunkId root) {
        writer.execute(() -> delete(cached.resolve(root.toString())));
    }

    /** {@return what is kept for others, without what was found before; {@linkplain #inTurn in turn}} */
    Found<HoldingRecord> holdings() {
        return find(cached, "cached content", Journal::readHolding);
    }

    /** {@return the transfers that were kept, without what was found before; {@linkplain #inTurn in turn}} */
    Found<TransferRecord> transfers() {
        return find(transfers, "transfer", Journal::read);
    }

    /** {@return roots of the shares that were kept, without what was found before; {@linkplain #inTurn in turn}} */
    Found<ChunkId> shares() {
        return find(shares, "share", Journal::root);
    }

    private <T> Found<T> find(Path folder, String what, Reader<T> reader) {
        List<Path> files;
        try {
            files = list(folder);
        } catch (IOException e) {
            return new Found<>(List.of(), Optional.of(folder + " cannot be listed: " + DiskReason.of(e)));
        }
        List<T> found = new ArrayList<>();
        Optional<String> missed = Optional.empty();
        for (Path file : files) {
            try {
                if (!settled.contains(file) && isFile(file)) {
                    found.add(reader.read(file));
                    settled.add(file);
                }
            } catch (IOException e) {
                missed = Optional.of(file + " cannot be read: " + DiskReason.of(e));
            } catch (MalformedCborException e) {
                settled.add(file);
                remember(file, e);
                damaged(file, what + " not taken up again, " + file + " cannot be read: " + e.getMessage());
            }
        }
        return new Found<>(found, missed);
    }

    private void damaged(Path file, String what) {
        LOG.warn("{}", what);
        if (!newer.contains(file)) {
            troubles.has(file, Troubles.Kind.JOURNAL, what + "; 'skerry repair' sees to it");
        }
    }

    /** All that was kept has been found: no one asks for it again. */
    void foundAll() {
        searched = false;
        settled.clear();
    }

    /** What was in a file matters no more. */
    void settle(Path file) {
        troubles.over(file);
        if (searched) {
            settled.add(file);
        }
    }

    /** Whether it is there and a file; a disk that does not tell is an error. */
    static boolean isFile(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .isRegularFile();
        } catch (NoSuchFileException e) {
            return false; // it has gone meanwhile
        }
    }

    private void remember(Path file, Exception why) {
        if (String.valueOf(why.getMessage()).startsWith(TransferRecord.NEWER)) {
            newer.add(file);
        }
    }

    static TransferRecord read(Path file) throws IOException, MalformedCborException {
        return TransferRecord.decode(bytes(file), file.getFileSystem());
    }

    static ChunkId root(Path file) throws MalformedCborException {
        return rootOf(file).orElseThrow(() -> new MalformedCborException("its name is no root"));
    }

    private static Optional<ChunkId> rootOf(Path file) {
        try {
            return Optional.of(ChunkId.parse(file.getFileName().toString()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static HoldingRecord readHolding(Path file) throws IOException, MalformedCborException {
        HoldingRecord record = HoldingRecord.decode(bytes(file));
        if (!record.link().root().toString().equals(String.valueOf(file.getFileName()))) {
            throw new MalformedCborException("it is of another content than its name says");
        }
        return record;
    }

    private static byte[] bytes(Path file) throws IOException, MalformedCborException {
        if (Files.size(file) > LARGEST) {
            throw new MalformedCborException("it is longer than " + LARGEST + " bytes");
        }
        return Files.readAllBytes(file);
    }

    /** {@return looks at all files} */
    JournalCheck check() {
        return new JournalCheck(transfers, shares, cached, list);
    }

    private void writeAgain() {
        writer.execute(() -> unwritten
                .waiting()
                .forEach((file, content) -> replace(
                        Objects.requireNonNull(file.getParent()), String.valueOf(file.getFileName()), content)));
    }

    /** The files of a folder; none if it is not there. */
    static List<Path> list(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return List.of();
        }
        return Listing.of(folder).stream()
                .filter(it -> !it.toString().endsWith(UNFINISHED))
                .sorted()
                .toList();
    }

    private void replace(Path folder, String name, byte[] content) {
        Path file = folder.resolve(name);
        settle(file);
        if (newer.contains(file)) {
            LOG.debug("{} is of a later version and stays as it is", file);
            return;
        }
        try {
            ForcedNames.make(folder, FOLDER_MODE);
            Path unfinished = folder.resolve(name + UNFINISHED);
            Files.deleteIfExists(unfinished);
            Set<StandardOpenOption> fresh = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            try (FileChannel out = FileChannel.open(unfinished, fresh, FILE_MODE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            ForcedNames.in(folder);
            unwritten.written(file);
        } catch (IOException e) {
            unwritten.failed(file, content, e);
        }
    }

    private void delete(Path file) {
        settle(file);
        unwritten.dropped(file);
        try {
            if (Files.deleteIfExists(file)) {
                ForcedNames.of(file); // or the entry may come back when the power goes
            }
        } catch (IOException e) {
            LOG.warn("cannot delete {}: {}", file, e.toString());
        }
    }
}
