// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.acquire;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.skerry.api.TransferResult.Cause;
import org.skerry.content.internal.chunk.CipherPool;
import org.skerry.content.internal.disk.KeptOpen;
import org.skerry.content.internal.manifest.CatalogLeaf;
import org.skerry.content.internal.work.Workshop;

/**
 * A plan being carried out: plan, progress and the open files of the target. Thread-safe; blocks on the disk.
 */
final class Work implements Closeable {

    private final Plan plan;
    private final Progress progress;
    private final Target target;
    private final CipherPool ciphers;
    private final KeptOpen<Integer, FileChannel> writing;
    private final KeptOpen<Integer, FileChannel> reading;

    private final boolean sync;
    private final Naming naming;

    /** With {@code named} called when no file waits for its name any more, and with the failure when one cannot have it. */
    Work(
            Plan plan,
            Progress progress,
            Target target,
            CipherPool ciphers,
            Workshop workshop,
            Consumer<@Nullable Throwable> named) {
        int openFiles = workshop.settings().openFiles();
        this.sync = workshop.settings().sync();
        this.naming = new Naming(workshop.namers(), this::makeWhole, named);
        this.plan = plan;
        this.progress = progress;
        this.target = target;
        this.ciphers = ciphers;
        this.writing = new KeptOpen<>(
                openFiles, file -> target.openPartial(file, plan.file(file).size()));
        this.reading = new KeptOpen<>(openFiles, this::openForReading);
    }

    private FileChannel openForReading(int file) throws IOException {
        String path = plan.file(file).path();
        boolean isWhole = progress.isWhole(file);
        try {
            return isWhole ? target.readWhole(path) : target.readPartial(file);
        } catch (NoSuchFileException e) {
            // It became whole meanwhile, or is not any more.
            return isWhole ? target.readPartial(file) : target.readWhole(path);
        }
    }

    /** Whether a file whose bytes are all in place waits for its name. */
    boolean isNaming() {
        return naming.isBusy();
    }

    Plan plan() {
        return plan;
    }

    Progress progress() {
        return progress;
    }

    Target target() {
        return target;
    }

    CipherPool ciphers() {
        return ciphers;
    }

    /** Reads a part of a file, whole or not; false if it ends before. */
    boolean read(int file, long offset, ByteBuffer into) throws IOException {
        return reading.use(file, channel -> {
            long at = offset;
            while (into.hasRemaining()) {
                int read = channel.read(into, at);
                if (read < 0) {
                    return false;
                }
                at += read;
            }
            return true;
        });
    }

    /** Writes the part of a plaintext that belongs to a place, unless the file is whole. */
    void write(Place place, byte[] plain) throws AcquireException {
        if (progress.isWhole(place.file())) {
            return;
        }
        ByteBuffer from = ByteBuffer.wrap(plain, place.chunkOffset(), place.length());
        try {
            if (place.fileOffset() == 0 && plan.file(place.file()).size() == place.length()) {
                target.writePartial(place.file(), from);
                return;
            }
            writing.use(place.file(), channel -> {
                long at = place.fileOffset();
                while (from.hasRemaining()) {
                    at += channel.write(from, at);
                }
                return at;
            });
        } catch (IOException e) {
            throw failed(place.file(), e);
        }
    }

    /** Notes that a place is filled; the last one makes its file whole. */
    void filled(Place place) throws AcquireException {
        if (progress.fill(place.file()) && !progress.isWhole(place.file())) {
            naming.name(place.file());
        }
    }

    /** Gives a file whose bytes are all in place its name. */
    void makeWhole(int file) throws AcquireException {
        PlannedFile planned = plan.file(file);
        try {
            writing.evict(file);
            target.place(file, planned, sync);
            progress.markWhole(file);
            reading.evict(file);
        } catch (FileAlreadyExistsException e) {
            throw occupied(planned.path());
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    /**
     * Takes its name from a file again that the disk has changed, which leaves time and size as they are; what someone has
     * changed is not to be touched.
     *
     * @return whether it had its name
     */
    synchronized boolean unplaceRotten(int file) throws AcquireException {
        PlannedFile planned = plan.file(file);
        if (!progress.isWhole(file)) {
            return false;
        }
        try {
            boolean untouched = target.look(planned.path())
                    .filter(it -> it.size() == planned.size())
                    .filter(it -> it.lastModifiedTime().toInstant().equals(planned.modified()))
                    .isPresent();
            if (!untouched || !target.isBegun()) {
                throw occupied(planned.path());
            }
            // As long as it counts as whole no one opens it to write, so no one writes to another one of its number.
            target.unplace(file, planned.path());
            writing.evict(file);
            progress.unmarkWhole(file);
            reading.evict(file);
            return true;
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    /** Makes an empty file. */
    void makeEmpty(int file) throws AcquireException {
        try {
            target.openPartial(file, 0).close();
        } catch (IOException e) {
            throw failed(file, e);
        }
        naming.name(file);
    }

    AcquireException occupied(String path) {
        return new AcquireException(
                Cause.TARGET_OCCUPIED,
                target.folder().resolve(CatalogLeaf.printable(path))
                        + " is there already and differs; move it away, or choose another folder with -o");
    }

    private AcquireException failed(int file, IOException e) {
        String path =
                target.folder() + "/" + CatalogLeaf.printable(plan.file(file).path());
        return AcquireException.of(e, path, target.folder());
    }

    void sweep() throws IOException {
        writing.sweep();
        reading.sweep();
        target.sweep();
    }

    @Override
    public void close() throws IOException {
        try (target;
                plan;
                reading) {
            writing.close();
        }
    }
}
