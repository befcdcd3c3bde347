// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.skerry.api.ChunkId;
import org.skerry.api.TransferId;
import org.skerry.base.cbor.MalformedCborException;
import org.skerry.base.disk.ForcedNames;
import org.skerry.exchange.internal.cache.HoldingRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files under {@code state/exchange}: one for each transfer that is to be taken up again, named by its id, and an empty
 * one for each share that is, named by its root, and one for each content that is kept for others. Mode 0600, replaced whole. Writes go through {@code writer}, which has to
 * keep their order; what cannot be written costs the taking up again and nothing else.
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
    private final Executor writer;

    /**
     * Keeps files in a folder, which is made when needed.
     *
     * @param folder of the exchange's state
     * @param writer runs the writes, one after the other
     */
    public Journal(Path folder, Executor writer) {
        this.transfers = folder.resolve("transfers");
        this.shares = folder.resolve("shares");
        this.cached = folder.resolve("cached");
        this.writer = writer;
    }

    /** Keeps a transfer. */
    void keep(TransferRecord transfer) {
        byte[] encoded = transfer.encode();
        writer.execute(() -> replace(transfers, transfer.id().value(), encoded));
    }

    /** Keeps a transfer before it returns; for a thread that may wait for the disk. */
    void keepNow(TransferRecord transfer) {
        replace(transfers, transfer.id().value(), transfer.encode());
    }

    /** Forgets a transfer. */
    void forget(TransferId transfer) {
        writer.execute(() -> delete(transfers.resolve(transfer.value())));
    }

    /** Keeps a share. */
    void keep(ChunkId root) {
        writer.execute(() -> replace(shares, root.toString(), new byte[0]));
    }

    /** Forgets a share. */
    void forget(ChunkId root) {
        writer.execute(() -> delete(shares.resolve(root.toString())));
    }

    /** Keeps what is known of a content that is kept for others. */
    void keep(HoldingRecord holding) {
        byte[] encoded = holding.encode();
        writer.execute(() -> replace(cached, holding.link().root().toString(), encoded));
    }

    /** Forgets a content that was kept for others. */
    void forgetHolding(ChunkId root) {
        writer.execute(() -> delete(cached.resolve(root.toString())));
    }

    /** {@return what is kept for others; reads the disk} */
    List<HoldingRecord> holdings() {
        List<HoldingRecord> all = new ArrayList<>();
        for (Path file : list(cached)) {
            try {
                if (Files.size(file) <= LARGEST) {
                    all.add(HoldingRecord.decode(Files.readAllBytes(file)));
                }
            } catch (IOException | MalformedCborException e) {
                LOG.warn("cached content not taken up again, {} is damaged: {}", file, e.getMessage());
            }
        }
        return all;
    }

    /** {@return the transfers that were kept; reads the disk} */
    List<TransferRecord> transfers() {
        List<TransferRecord> all = new ArrayList<>();
        for (Path file : list(transfers)) {
            try {
                all.add(read(file));
            } catch (IOException | MalformedCborException e) {
                LOG.warn("transfer not taken up again, {} cannot be read: {}", file, e.getMessage());
            }
        }
        return all;
    }

    /**
     * A file that cannot be read.
     *
     * @param file which
     * @param why one line
     */
    record Damaged(Path file, String why) {

        /** {@return whether a later version of the node wrote it} */
        boolean isNewer() {
            return why.startsWith(TransferRecord.NEWER);
        }

        /** {@return its name, that of the transfer or share} */
        String name() {
            return String.valueOf(file.getFileName());
        }
    }

    /**
     * What came of looking at the files.
     *
     * @param files that were read
     * @param bytes of them
     * @param damaged those that cannot be read
     */
    record Check(long files, long bytes, List<Damaged> damaged) {}

    /** Reads every file; reads the disk and changes nothing. */
    Check check() {
        long bytes = 0;
        List<Damaged> damaged = new ArrayList<>();
        List<Path> files = list(transfers);
        for (Path file : files) {
            try {
                bytes += Files.size(file);
                read(file);
            } catch (NoSuchFileException e) {
                continue; // it has ended meanwhile
            } catch (IOException | MalformedCborException e) {
                damaged.add(new Damaged(file, String.valueOf(e.getMessage())));
            }
        }
        List<Path> roots = list(shares);
        for (Path file : roots) {
            try {
                ChunkId.parse(file.getFileName().toString());
            } catch (IllegalArgumentException e) {
                damaged.add(new Damaged(file, "its name is no root"));
            }
        }
        return new Check(files.size() + roots.size(), bytes, damaged);
    }

    /**
     * Gives a damaged file another name, under {@code damaged}, where nothing reads it.
     *
     * @param millis the time, which makes the name
     */
    void setAside(Damaged file, long millis) throws IOException {
        Path aside = transfers.resolveSibling("damaged");
        Files.createDirectories(aside, FOLDER_MODE);
        Files.move(file.file(), aside.resolve(file.name() + "-" + millis), StandardCopyOption.ATOMIC_MOVE);
    }

    private static TransferRecord read(Path file) throws IOException, MalformedCborException {
        if (Files.size(file) > LARGEST) {
            throw new MalformedCborException("it is longer than " + LARGEST + " bytes");
        }
        return TransferRecord.decode(Files.readAllBytes(file), file.getFileSystem());
    }

    /** {@return the roots of the shares that were kept; reads the disk} */
    List<ChunkId> shares() {
        List<ChunkId> all = new ArrayList<>();
        for (Path file : list(shares)) {
            try {
                all.add(ChunkId.parse(file.getFileName().toString()));
            } catch (IllegalArgumentException e) {
                LOG.warn("share not taken up again, {} is no root: {}", file, e.getMessage());
            }
        }
        return all;
    }

    private static List<Path> list(Path folder) {
        List<Path> files = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return files;
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path file : all) {
                if (!file.toString().endsWith(UNFINISHED) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    files.add(file);
                }
            }
        } catch (IOException e) {
            LOG.warn("cannot list {}: {}", folder, e.toString());
        }
        files.sort(null);
        return files;
    }

    private static void replace(Path folder, String name, byte[] content) {
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
            Files.move(
                    unfinished,
                    folder.resolve(name),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            ForcedNames.in(folder);
        } catch (IOException e) {
            LOG.warn(
                    "cannot write {}, so it is not taken up again after a restart: {}",
                    folder.resolve(name),
                    e.toString());
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("cannot delete {}: {}", file, e.toString());
        }
    }
}
