// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.disk;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A disk that fills, fails, rots, and loses what was not forced when the power goes. It lies around a file system that does none of
 * that, one in memory that is used by nothing else; what is there already counts as forced. The same calls with the same sources of
 * chance give the same disk. Thread-safe: one call at a time.
 *
 * <p>What a loss of power leaves is what POSIX lets it leave, narrowed to what file systems with an ordered journal do; see the
 * README of this module for the model and its sources.
 */
public final class FaultyDisk {

    static final String EIO = "Input/output error";
    private static final String OFF = "the machine is off";
    private static final String RETIRED = ".no-longer-there";

    private final FileSystem below;
    private final FaultyFileSystem fileSystem;
    private final Room room = new Room();
    private final NameJournal journal = new NameJournal(room);
    private final Map<Object, Content> contents = new LinkedHashMap<>();
    private final Folder root;
    private final Path retired;
    private DiskTrouble trouble = DiskTrouble.NONE;
    private long retiredNames;
    private long untilOff = Long.MAX_VALUE;
    private boolean off;
    private long lives;

    private FaultyDisk(FileSystem below) throws IOException {
        this.below = below;
        Path top = below.getRootDirectories().iterator().next();
        this.root = Folder.root(top);
        this.retired = Files.createDirectory(top.resolve(RETIRED));
        this.fileSystem = new FaultyFileSystem(this, below);
    }

    /**
     * A disk that does nothing wrong yet.
     *
     * @param below a file system with one root, keys for files, and files that can be read and written at once
     * @return the disk
     * @throws IOException if it cannot be written to
     */
    public static FaultyDisk around(FileSystem below) throws IOException {
        return new FaultyDisk(below);
    }

    /** {@return the file system to give to what is to be tested; closing it closes the one below} */
    public FileSystem fileSystem() {
        return fileSystem;
    }

    // ---- what can go wrong

    /**
     * Lets it hold no more from now on; what is more already stays. Counted in blocks of 4096 bytes: one for each file, folder and
     * symlink, and one for each block of a file that was written to.
     *
     * @param bytes in all, {@link Long#MAX_VALUE} for no limit
     */
    public synchronized void room(long bytes) {
        room.most(bytes);
    }

    /** {@return bytes in use, as {@link #room} counts them, of what was made through this disk} */
    public synchronized long used() {
        return room.used();
    }

    /** Lets calls fail with EIO from now on. @param which says which; {@link DiskTrouble#NONE} for none */
    public synchronized void trouble(DiskTrouble which) {
        trouble = which;
    }

    /**
     * Lets the power go in the midst of things: so many more changes and forces are done, the next is not, and from then on every
     * call fails until {@link #losePower} or {@link #processDies} begins another life.
     *
     * @param more calls that are still done
     */
    public synchronized void offAfter(long more) {
        untilOff = more;
    }

    /** {@return whether {@link #offAfter} has come true} */
    public synchronized boolean isOff() {
        return off;
    }

    /**
     * The power goes and comes back. What was open is closed; content and names that were not forced are there, or in part, or not.
     *
     * @param random decides
     */
    public synchronized void losePower(Random random) {
        endLife();
        try {
            journal.crash(random);
            for (Content content : contents.values()) {
                content.crash(random);
            }
            dropUnlinked();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The process that uses it is killed. What was open is closed, nothing is lost. */
    public synchronized void processDies() {
        endLife();
        dropUnlinked();
    }

    private void endLife() {
        off = false;
        untilOff = Long.MAX_VALUE;
        lives++;
        try {
            for (Content content : contents.values()) {
                content.letGo();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Forces all there is, as {@code sync} of the command line does. */
    public synchronized void sync() {
        try {
            journal.forceAll();
            for (Content content : contents.values()) {
                content.force();
            }
            dropUnlinked();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /**
     * Turns a bit over; nobody is told.
     *
     * @param file of this disk
     * @param bit which, counted from the first of the first byte
     * @throws IOException if there is no such file
     */
    public synchronized void flipBit(Path file, long bit) throws IOException {
        Path there = FaultyPath.below(file).toRealPath();
        Content content = content(there);
        content.open(there);
        try {
            content.flip(bit);
        } finally {
            content.close();
        }
    }

    // ---- what file system and channels ask

    long lives() {
        return lives;
    }

    Room room() {
        return room;
    }

    /** Says whether a call may go on: counts it, and throws if it is to fail. */
    void before(DiskOperation operation, Path path) throws IOException {
        if (!off && operation.changes() && untilOff-- <= 0) {
            off = true;
        }
        if (off) {
            throw new FileSystemException(path.toString(), null, OFF);
        }
        if (trouble.strikes(operation, path)) {
            boolean ofChannel = operation == DiskOperation.READ || operation == DiskOperation.WRITE;
            throw ofChannel || operation == DiskOperation.FORCE
                    ? new IOException(EIO)
                    : new FileSystemException(path.toString(), null, EIO);
        }
    }

    boolean isRetired(Path path) {
        return path.equals(retired);
    }

    /** The folder that a path of the disk below leads to. */
    Folder folder(Path path) throws IOException {
        Folder folder = root;
        for (Path name : path.toRealPath()) {
            folder = folder.child(name.toString());
        }
        return folder;
    }

    /** Where a name is: the folder above it, and the name in it. */
    NameChange.Name name(Path path) throws IOException {
        Path whole = path.toAbsolutePath().normalize();
        Path above = whole.getParent();
        if (above == null) {
            throw new FileSystemException(path.toString(), null, "it is the root");
        }
        try {
            return new NameChange.Name(
                    folder(above), Objects.requireNonNull(whole.getFileName()).toString());
        } catch (NoSuchFileException e) {
            throw new NoSuchFileException(path.toString());
        }
    }

    static Optional<BasicFileAttributes> look(Path path) throws IOException {
        try {
            return Optional.of(Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** The bytes of a regular file. */
    Content content(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        Object key = Objects.requireNonNull(attributes.fileKey(), "the file system below has no keys for files");
        Content known = contents.get(key);
        if (known == null) {
            known = new Content(room, attributes.size());
            known.count();
            contents.put(key, known);
        }
        return known;
    }

    private @Nullable Content contentIfFile(Path path, BasicFileAttributes attributes) throws IOException {
        return attributes.isRegularFile() ? content(path) : null;
    }

    /** Makes a file; one that has not been there. */
    void makeFile(Path path, FileAttribute<?>... attributes) throws IOException {
        NameChange.Name name = name(path);
        Files.createFile(name.path(), attributes);
        try {
            room.takeFor(path);
        } catch (FileSystemException e) {
            Files.delete(name.path());
            throw e;
        }
        room.count(-1); // counted with its content
        journal.add(NameChange.makeFile(name, content(name.path())));
    }

    void makeFolder(Path path, FileAttribute<?>... attributes) throws IOException {
        NameChange.Name name = name(path);
        if (look(path).isPresent()) {
            throw new FileAlreadyExistsException(path.toString());
        }
        room.takeFor(path);
        Files.createDirectory(name.path(), attributes);
        journal.add(NameChange.makeFolder(name, name.folder().child(name.name())));
    }

    void makeSymlink(Path path, Path target, FileAttribute<?>... attributes) throws IOException {
        NameChange.Name name = name(path);
        if (look(path).isPresent()) {
            throw new FileAlreadyExistsException(path.toString());
        }
        room.takeFor(path);
        Files.createSymbolicLink(name.path(), target, attributes);
        journal.add(NameChange.makeFile(name, null));
    }

    void link(Path path, Path existing) throws IOException {
        NameChange.Name name = name(path);
        Content content = content(existing);
        Files.createLink(name.path(), existing);
        content.linked();
        journal.add(NameChange.makeFile(name, content));
    }

    void remove(Path path) throws IOException {
        NameChange.Name name = name(path);
        BasicFileAttributes there = look(path).orElseThrow(() -> new NoSuchFileException(path.toString()));
        journal.add(NameChange.remove(name, retire(name, there)));
    }

    /** Takes something out of sight, so that it can come back. */
    private NameChange.Retired retire(NameChange.Name name, BasicFileAttributes there) throws IOException {
        if (there.isDirectory() && !isEmpty(name.path())) {
            throw new DirectoryNotEmptyException(name.path().toString());
        }
        Content content = contentIfFile(name.path(), there);
        Path aside = retired.resolve(Long.toString(retiredNames++));
        Files.move(name.path(), aside);
        if (content != null) {
            content.unlinked();
        } else {
            room.count(-1);
        }
        return new NameChange.Retired(aside, there.isDirectory() ? name.folder().detach(name.name()) : null, content);
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            return !all.iterator().hasNext();
        }
    }

    /** As rename(2): what bears the new name is replaced. */
    void rename(Path from, Path to) throws IOException {
        BasicFileAttributes there = look(from).orElseThrow(() -> new NoSuchFileException(from.toString()));
        Optional<BasicFileAttributes> replaced = look(to);
        if (replaced.isPresent()
                && Objects.equals(there.fileKey(), replaced.get().fileKey())) {
            return;
        }
        if (replaced.isPresent() && replaced.get().isDirectory() != there.isDirectory()) {
            throw new FileSystemException(
                    from.toString(), to.toString(), there.isDirectory() ? "Not a directory" : "Is a directory");
        }
        NameChange.Name old = name(from);
        NameChange.Name fresh = name(to);
        NameChange.Retired gone = replaced.isPresent() ? retire(fresh, replaced.get()) : null;
        Files.move(old.path(), fresh.path());
        Folder moved = null;
        if (there.isDirectory()) {
            moved = old.folder().detach(old.name());
            fresh.folder().attach(fresh.name(), moved);
        }
        journal.add(NameChange.rename(old, fresh, moved, gone));
    }

    void force(Folder folder) throws IOException {
        journal.force(folder);
    }

    /** Forgets files that have no name and that no one has open. */
    private void dropUnlinked() {
        List<Object> gone = new ArrayList<>();
        contents.forEach((key, content) -> {
            if (content.isForgotten()) {
                gone.add(key);
            }
        });
        gone.forEach(contents::remove);
    }

    void close() throws IOException {
        below.close();
    }
}
