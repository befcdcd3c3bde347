// SPDX-License-Identifier: Apache-2.0
package org.skerry.store.file.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.skerry.api.ChunkId;
import org.skerry.api.admin.Upkeep;
import org.skerry.base.bytes.Hex;
import org.skerry.base.disk.ForcedNames;
import org.skerry.base.disk.Listing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of all chunks whose ids begin with the same byte. Changes happen one at a time; reading needs no lock, as files
 * appear and disappear whole.
 */
final class Shelf {

    private static final Logger LOG = LoggerFactory.getLogger(Shelf.class);

    /** Longer than any chunk: a file beyond is damaged, and is not read into the heap. */
    private static final long MOST_BYTES = 4 << 20;

    private static final int NAME_LENGTH = 64;

    private final Path folder;
    private final String prefix;
    private final Path tmp;
    private final boolean sync;

    // Guarded by this. What is kept counts from when the folder has been looked through.
    private boolean counted;
    private boolean made;
    // Written under the lock, read without: whoever asks must not wait for the disk.
    private volatile long chunks;
    private volatile long bytes;

    Shelf(Path folder, Path tmp, boolean sync) {
        this.folder = folder;
        this.prefix = String.valueOf(folder.getFileName());
        this.tmp = tmp;
        this.sync = sync;
    }

    static String name(ChunkId id) {
        return Hex.encode(id.bytes());
    }

    private Path file(ChunkId id) {
        return folder.resolve(name(id));
    }

    /** Whether a chunk is here. What the disk does not tell is not absent: it would be fetched again. */
    boolean has(ChunkId id) throws IOException {
        Path file = file(id);
        if (Files.exists(file)) {
            return true;
        }
        if (Files.notExists(file)) {
            return false;
        }
        throw new IOException("cannot tell whether " + file + " is there; check the disk and the rights");
    }

    /** Reads and checks; what is damaged is dropped. */
    Optional<ByteBuffer> get(ChunkId id) throws IOException {
        Optional<ByteBuffer> read = read(id);
        if (read.isPresent() && !isWhole(id, read.get())) {
            dropIfDamaged(id);
            return Optional.empty();
        }
        return read;
    }

    private static boolean isWhole(ChunkId id, ByteBuffer read) {
        return ChunkId.ofChunk(read).equals(id);
    }

    private Optional<ByteBuffer> read(ChunkId id) throws IOException {
        Path file = file(id);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer into = ByteBuffer.allocate((int) Math.min(channel.size(), MOST_BYTES));
            while (into.hasRemaining() && channel.read(into) >= 0) {
                continue; // a read may give less than was asked for
            }
            return Optional.of(into.flip());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IOException("cannot read " + file + ": " + Folder.reason(e), e);
        }
    }

    /** Looks again under the lock: the chunk may have been put anew since. */
    private synchronized void dropIfDamaged(ChunkId id) throws IOException {
        Optional<ByteBuffer> read = read(id);
        if (read.isPresent() && !isWhole(id, read.get())) {
            LOG.warn("{} is damaged and was dropped; check the disk", file(id));
            remove(id);
            if (counted) {
                count(); // what was damaged may have had another length than what was counted
            }
        }
    }

    /**
     * What came of looking at all chunks of a shelf.
     *
     * @param chunks that were read
     * @param bytes of them
     * @param faults the damaged ones
     */
    record Check(long chunks, long bytes, List<Upkeep.Fault> faults) {}

    /** Reads and hashes every chunk; with {@code drop}, damaged ones are dropped, else everything stays as it is. */
    Check check(boolean drop) throws IOException {
        long read = 0;
        long sum = 0;
        List<Upkeep.Fault> faults = new ArrayList<>();
        for (String name : names()) {
            ChunkId id = ChunkId.of(Hex.decode(name));
            try {
                Optional<ByteBuffer> chunk = read(id);
                if (chunk.isEmpty()) {
                    continue; // removed meanwhile
                }
                read++;
                sum += chunk.get().remaining();
                if (!isWhole(id, chunk.get())) {
                    faults.add(damaged(id, drop));
                }
            } catch (IOException e) {
                faults.add(StoreUpkeep.unreadable(e));
            }
        }
        return new Check(read, sum, faults);
    }

    private Upkeep.Fault damaged(ChunkId id, boolean drop) throws IOException {
        if (!drop) {
            return new Upkeep.Fault(Upkeep.Outcome.FOUND, file(id) + " is damaged");
        }
        dropIfDamaged(id);
        return new Upkeep.Fault(
                Upkeep.Outcome.MENDED, file(id) + " was damaged and is dropped; who needs it fetches it again");
    }

    synchronized void put(ChunkId id, ByteBuffer chunk) throws IOException {
        Path file = file(id);
        if (Files.exists(file)) {
            dropIfDamaged(id); // a power cut may have left the name without the bytes
            if (Files.exists(file)) {
                forceAgain(file);
                return;
            }
        }
        int length = chunk.remaining();
        // A name of its own even if a store that was closed a moment ago is still at it.
        Path temporary = tmp.resolve(name(id) + "-" + Long.toHexString(System.nanoTime()));
        try {
            write(temporary, chunk);
            makeFolder();
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            count(1, length); // it is there, even if its name cannot be forced
            if (sync) {
                ForcedNames.in(folder);
            }
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("cannot write " + file + ": the folder spans file systems", e);
        } catch (IOException e) {
            throw new IOException("cannot write " + file + ": " + Folder.reason(e), e);
        } finally {
            dropQuietly(temporary);
        }
    }

    /** It is not there if all went well, and else the next start removes it. */
    private static void dropQuietly(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            LOG.debug("{} stays until the next start: {}", temporary, Folder.reason(e));
        }
    }

    /** A store without {@code sync} may have written it, or one with it may have failed to bring its name to the disk. */
    private void forceAgain(Path file) throws IOException {
        if (sync) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            ForcedNames.in(folder);
        }
    }

    private void write(Path temporary, ByteBuffer chunk) throws IOException {
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer rest = chunk.duplicate();
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            if (sync) {
                channel.force(true);
            }
        }
    }

    private void makeFolder() throws IOException {
        if (!made) {
            Files.createDirectories(folder);
            if (sync) {
                ForcedNames.of(folder);
            }
            made = true;
        }
    }

    synchronized boolean remove(ChunkId id) throws IOException {
        Path file = file(id);
        try {
            long length = Files.size(file);
            Files.delete(file);
            count(-1, -length);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new IOException("cannot delete " + file + ": " + Folder.reason(e), e);
        }
    }

    private synchronized void count(int moreChunks, long moreBytes) {
        if (counted) {
            chunks += moreChunks;
            bytes += moreBytes;
        }
    }

    /** Looks through the folder; from then on the shelf knows what it keeps. */
    synchronized void count() throws IOException {
        long found = 0;
        long length = 0;
        try {
            for (Path file : Listing.of(folder)) {
                OptionalLong size = isChunk(file) ? size(file) : OptionalLong.empty();
                if (size.isPresent()) {
                    length += size.getAsLong();
                    found++;
                }
            }
        } catch (NoSuchFileException e) {
            LOG.debug("{} is not there yet", folder);
        }
        chunks = found;
        bytes = length;
        counted = true;
    }

    private static OptionalLong size(Path file) throws IOException {
        try {
            return OptionalLong.of(Files.size(file));
        } catch (NoSuchFileException e) {
            LOG.debug("{} vanished", file);
            return OptionalLong.empty();
        }
    }

    long chunks() {
        return chunks;
    }

    long bytes() {
        return bytes;
    }

    /** Files of other names are not the store's. Written out, as a store of 10 GiB asks this a third of a million times at its start. */
    private boolean isChunk(Path file) {
        String name = String.valueOf(file.getFileName());
        if (name.length() != NAME_LENGTH || !name.startsWith(prefix)) {
            return false;
        }
        for (int i = 0; i < NAME_LENGTH; i++) {
            char it = name.charAt(i);
            if ((it < '0' || it > '9') && (it < 'a' || it > 'f')) {
                return false;
            }
        }
        return true;
    }

    /** {@return names of the chunks that are here, in order; files of other names are not the store's} */
    List<String> names() throws IOException {
        try {
            return Listing.of(folder).stream()
                    .filter(this::isChunk)
                    .map(it -> String.valueOf(it.getFileName()))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }
}
