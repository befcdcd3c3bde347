// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.skerry.api.ChunkId;
import org.skerry.base.cbor.MalformedCborException;
import org.skerry.base.disk.DiskReason;

/** What came of reading every file of a journal. Blocks on the disk; changes nothing but by {@link #setAside}. */
final class JournalCheck {

    /** What a file is of. */
    enum Kind {
        TRANSFER,
        SHARE,
        CACHED,
        LIST,
        /** One that holds such files. */
        FOLDER
    }

    /**
     * A file or folder that cannot be read.
     *
     * @param kind what it is of
     * @param file which
     * @param why one line
     * @param unread whether the disk does not give it, which may pass; else it is of other bytes than were written
     */
    record Damaged(Kind kind, Path file, String why, boolean unread) {

        /** {@return whether a later version of the node wrote it} */
        boolean isNewer() {
            return why.startsWith(TransferRecord.NEWER);
        }

        /** {@return its name: that of the transfer, or a root} */
        String name() {
            return String.valueOf(file.getFileName());
        }

        @Override
        public String toString() {
            return file + " cannot be read: " + why;
        }
    }

    private final Path folder;
    private final List<Damaged> damaged = new ArrayList<>();
    private final Set<ChunkId> lost = new LinkedHashSet<>();
    private List<ChunkId> listed = List.of();
    private long files;
    private long bytes;

    /** Reads them. */
    JournalCheck(Path transfers, Path shares, Path cached, Path list) {
        this.folder = transfers.resolveSibling("damaged");
        look(transfers, Kind.TRANSFER);
        look(shares, Kind.SHARE);
        look(cached, Kind.CACHED);
        look(Kind.LIST, list);
        listed.stream()
                .filter(it -> Files.notExists(shares.resolve(it.toString())))
                .forEach(lost::add);
    }

    private void read(Kind kind, Path file) throws IOException, MalformedCborException {
        switch (kind) {
            case TRANSFER -> Journal.read(file);
            case SHARE -> Journal.root(file);
            case CACHED -> Journal.readHolding(file);
            case LIST -> listed = KeptShares.read(file);
            default -> throw new AssertionError(kind);
        }
    }

    private void look(Path all, Kind kind) {
        try {
            Journal.list(all).forEach(it -> look(kind, it));
        } catch (IOException e) {
            damaged.add(new Damaged(Kind.FOLDER, all, DiskReason.of(e), true));
        }
    }

    private void look(Kind kind, Path file) {
        try {
            if (Journal.isFile(file)) {
                files++;
                bytes += Files.size(file);
                read(kind, file);
            }
        } catch (NoSuchFileException e) {
            return; // it has ended meanwhile
        } catch (IOException e) {
            damaged.add(new Damaged(kind, file, DiskReason.of(e), true));
        } catch (MalformedCborException e) {
            damaged.add(new Damaged(kind, file, String.valueOf(e.getMessage()), false));
        }
    }

    /** {@return how many files were read} */
    long files() {
        return files;
    }

    /** {@return bytes of them} */
    long bytes() {
        return bytes;
    }

    /** {@return those that cannot be read} */
    List<Damaged> damaged() {
        return damaged;
    }

    /** {@return roots of shares that the list names and no file does} */
    Set<ChunkId> lost() {
        return lost;
    }

    /** {@return whether a file that could not be read is there again, and can be} */
    boolean reads(Damaged file) {
        try {
            read(file.kind(), file.file());
            return Files.exists(file.file());
        } catch (IOException | MalformedCborException e) {
            return false;
        }
    }

    /**
     * Gives a damaged file another name, under {@code damaged}, where nothing reads it.
     *
     * @param millis the time, which makes the name
     */
    void setAside(Damaged file, long millis) throws IOException {
        Set<PosixFilePermission> mode = PosixFilePermissions.fromString("rwx------");
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(mode));
        Files.move(file.file(), folder.resolve(file.name() + "-" + millis), StandardCopyOption.ATOMIC_MOVE);
    }
}
