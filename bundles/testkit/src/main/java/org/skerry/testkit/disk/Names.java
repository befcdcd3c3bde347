// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What has a name on the disk below, and the changes of names. Paths are those of the disk below. With the lock of the disk. */
final class Names {

    private static final String RETIRED = ".no-longer-there";

    private final Room room;
    private final NameJournal journal;
    /** In the order in which they were first seen, so that chance is the same for the same calls. */
    private final Map<Object, Content> contents = new LinkedHashMap<>();

    private final Folder root;
    private final Path retired;
    private long retiredNames;

    Names(Room room, Path top) throws IOException {
        this.room = room;
        this.journal = new NameJournal(room);
        this.root = Folder.root(top);
        this.retired = Files.createDirectory(top.resolve(RETIRED));
    }

    // ---- all at once

    /** Nobody has anything open any more. */
    void letGo() throws IOException {
        for (Content content : contents.values()) {
            content.letGo();
        }
        dropUnlinked();
    }

    /** Loses what was not forced, by chance. */
    void crash(Random random) throws IOException {
        journal.crash(random);
        for (Content content : contents.values()) {
            content.crash(random);
        }
        dropUnlinked();
    }

    void forceAll() throws IOException {
        journal.forceAll();
        for (Content content : contents.values()) {
            content.force();
        }
        dropUnlinked();
    }

    /** Forgets files that have no name and that no one has open. */
    private void dropUnlinked() {
        contents.values().removeIf(Content::isForgotten);
    }

    // ---- one by one

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
            known = new Content(room, attributes.size(), () -> find(key));
            known.count();
            contents.put(key, known);
        }
        return known;
    }

    private Path find(Object key) throws IOException {
        try (Stream<Path> all = Files.walk(root.path())) {
            return all.filter(path -> key.equals(keyOf(path)))
                    .findFirst()
                    .orElseThrow(() -> new NoSuchFileException("a file that was deleted"));
        }
    }

    private static @Nullable Object keyOf(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
}
