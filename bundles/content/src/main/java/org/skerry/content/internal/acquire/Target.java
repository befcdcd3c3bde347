// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.acquire;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.skerry.api.ChunkId;
import org.skerry.base.disk.ForcedNames;
import org.skerry.base.disk.Listing;
import org.skerry.content.internal.disk.Directory;
import org.skerry.content.internal.disk.KeptOpen;
import org.skerry.content.internal.disk.PrivateFiles;
import org.skerry.content.internal.manifest.PathRules;

/**
 * The folder that is written. What is not whole lies in {@value PathRules#PARTIAL} under numbers, and is moved to its
 * name at once when it is whole; no symlink in the folder is ever gone through. Thread-safe; blocks on the disk.
 */
final class Target implements Closeable {

    static final String MARKER = "root";
    private static final int OPEN_FOLDERS = 16;
    private static final Set<OpenOption> WRITE =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ);
    private static final Set<OpenOption> REWRITE =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    private static final Set<OpenOption> KEEP = Set.of(StandardOpenOption.WRITE);
    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ);

    private final Path folder;
    private final Directory top;
    private final boolean isNew;
    private final boolean wasEmpty;
    private final KeptOpen<String, Directory> folders = new KeptOpen<>(OPEN_FOLDERS, this::openFolder);

    Target(Path folder, Directory top, boolean isNew, boolean wasEmpty) {
        this.folder = folder;
        this.top = top;
        this.isNew = isNew;
        this.wasEmpty = wasEmpty;
    }

    /** Whether a folder may become the target of a content, as far as the folder itself tells. */
    static boolean isFree(Path folder, ChunkId root) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return true;
        }
        if (!Files.isDirectory(folder)) {
            return false;
        }
        Path marker = folder.resolve(PathRules.PARTIAL).resolve(MARKER);
        if (Files.isRegularFile(marker, LinkOption.NOFOLLOW_LINKS)) {
            return Files.size(marker) < 256 && Files.readString(marker).equals(root.toString());
        }
        return isOnly(folder, "");
    }

    /** Opens the folder, made if missing. */
    static Target open(Path folder) throws IOException {
        boolean isNew = !Files.exists(folder);
        Files.createDirectories(folder);
        boolean wasEmpty = isOnly(folder, "");
        return new Target(folder, Directory.open(folder), isNew, wasEmpty);
    }

    Path folder() {
        return folder;
    }

    /** Whether there was nothing at all in it when it was opened. */
    boolean wasEmpty() {
        return wasEmpty;
    }

    /** Makes the place for what is not whole, marked with the root. */
    void begin(ChunkId root) throws IOException {
        Path partial = folder.resolve(PathRules.PARTIAL);
        if (!Files.isDirectory(partial, LinkOption.NOFOLLOW_LINKS)) {
            PrivateFiles.folder(partial);
        }
        byte[] text = root.toString().getBytes(StandardCharsets.UTF_8);
        inPartial(open -> {
            try (FileChannel marker = open.file(MARKER, WRITE)) {
                return marker.write(ByteBuffer.wrap(text), 0);
            }
        });
    }

    /** Opens a file that is not whole, at its full length. */
    FileChannel openPartial(int file, long size) throws IOException {
        FileChannel channel = inPartial(partial -> writable(partial, file, WRITE));
        try {
            stretch(channel, size);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Gives a file its full length, by a write to its last byte if it is shorter. One at a time: two threads may open the same
     * file, and what one writes there after this must not be overwritten by the other.
     */
    private synchronized void stretch(FileChannel channel, long size) throws IOException {
        if (channel.size() > size) {
            channel.truncate(size);
        } else if (channel.size() < size) {
            channel.write(ByteBuffer.allocate(1), size - 1);
        }
    }

    /** Writes a file that is not whole from its first byte to its last. */
    void writePartial(int file, ByteBuffer content) throws IOException {
        inPartial(partial -> {
            try (FileChannel channel = writable(partial, file, REWRITE)) {
                while (content.hasRemaining()) {
                    channel.write(content);
                }
                return content;
            }
        });
    }

    /** One that was about to get its name, when the node stopped, may have permissions that keep even its owner from writing. */
    private static FileChannel writable(Directory partial, int file, Set<OpenOption> options) throws IOException {
        String name = Integer.toString(file);
        try {
            return partial.file(name, options);
        } catch (AccessDeniedException e) {
            partial.letOwnerWrite(name);
            return partial.file(name, options);
        }
    }

    /** Opens a file that is not whole for reading. */
    FileChannel readPartial(int file) throws IOException {
        return inPartial(partial -> partial.file(Integer.toString(file), READ));
    }

    /** Opens a file that is whole for reading. */
    FileChannel readWhole(String path) throws IOException {
        return in(path, (parent, name) -> parent.file(name, READ));
    }

    /** What there is of a file that is not whole. */
    Optional<BasicFileAttributes> lookPartial(int file) throws IOException {
        if (!isBegun()) {
            return Optional.empty();
        }
        return inPartial(partial -> partial.look(Integer.toString(file)));
    }

    /** What there is under a path of the content; nothing if a folder above is not there. */
    Optional<BasicFileAttributes> look(String path) throws IOException {
        Path parent = folder.resolve(path).getParent();
        if (parent == null || !Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        return in(path, Directory::look);
    }

    /**
     * Gives a whole file its time, its permissions and its name, if it has its full length.
     *
     * @param sync whether to wait until all but the name is on the disk itself
     */
    void place(int file, PlannedFile planned, boolean sync) throws IOException {
        String number = Integer.toString(file);
        inPartial(partial -> {
            long size = partial.look(number)
                    .orElseThrow(() -> new NoSuchFileException(number))
                    .size();
            if (size != planned.size()) {
                throw new IOException(
                        "it has " + size + " bytes, not " + planned.size() + ": something else changed it");
            }
            if (sync) {
                try (FileChannel content = writable(partial, file, KEEP)) {
                    partial.stamp(number, planned.mode(), planned.modified());
                    content.force(true);
                }
            } else {
                partial.stamp(number, planned.mode(), planned.modified());
            }
            return moveNew(partial, number, planned.path());
        });
    }

    /** Whether there is a place for what is not whole. */
    boolean isBegun() throws IOException {
        return top.look(PathRules.PARTIAL).isPresent();
    }

    /** Takes its name from a file again, which is not whole after all. */
    void unplace(int file, String path) throws IOException {
        in(
                path,
                (parent, name) -> inPartial(partial -> {
                    parent.rename(name, partial, Integer.toString(file));
                    return name;
                }));
    }

    /** Makes a folder, which its owner may write to whatever its permissions will be. */
    void makeFolder(String path) throws IOException {
        Optional<BasicFileAttributes> there = in(path, Directory::look);
        if (there.isPresent()) {
            if (!there.get().isDirectory()) {
                throw new FileAlreadyExistsException(path);
            }
            return;
        }
        inPartial(partial -> {
            Path made = folder.resolve(PathRules.PARTIAL).resolve("folder");
            PrivateFiles.delete(made); // one that has lost its name with the power may have kept what was in it
            PrivateFiles.folder(made);
            return moveNew(partial, "folder", path);
        });
    }

    /** Makes a symlink, or sets the time of the one that is there and leads to the same place. */
    void makeLink(String path, String to, Instant modified) throws IOException {
        Optional<BasicFileAttributes> there = in(path, Directory::look);
        if (there.isPresent()) {
            Path link = folder.resolve(path);
            if (!there.get().isSymbolicLink()
                    || !Files.readSymbolicLink(link).toString().equals(to)) {
                throw new FileAlreadyExistsException(path);
            }
            stampLink(link, modified);
            return;
        }
        inPartial(partial -> {
            partial.delete("link");
            Path link = folder.resolve(PathRules.PARTIAL).resolve("link");
            stampLink(Files.createSymbolicLink(link, link.getFileSystem().getPath(to)), modified);
            return moveNew(partial, "link", path);
        });
    }

    /** Sets the time of a symlink itself. A {@link Directory} cannot: it would have to open it. */
    private static void stampLink(Path link, Instant modified) throws IOException {
        Files.getFileAttributeView(link, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setTimes(FileTime.from(modified), null, null);
    }

    private String moveNew(Directory from, String name, String path) throws IOException {
        return in(path, (parent, newName) -> {
            from.moveNew(name, parent, newName);
            return newName;
        });
    }

    /** Waits until the names in a folder are on the disk itself, if the system can do that; the empty path is the target. */
    void force(String path) throws IOException {
        ForcedNames.in(path.isEmpty() ? folder : folder.resolve(path));
    }

    /** The same for the name of the target, and for those above it that may have been made with it. */
    void forceAbove() throws IOException {
        for (Path it = folder.toAbsolutePath(); it.getParent() != null; it = it.getParent()) {
            ForcedNames.of(it);
        }
    }

    /** Sets time and permissions of a folder. */
    void stampFolder(String path, int mode, Instant modified) throws IOException {
        in(path, (parent, name) -> {
            parent.stamp(name, mode, modified);
            return name;
        });
    }

    /** Sets time and permissions of the target itself. */
    void stampTop(int mode, Instant modified) throws IOException {
        top.stamp(".", mode, modified);
    }

    /** Removes the place for what is not whole, with all that is left in it. */
    void end() throws IOException {
        folders.evict(PathRules.PARTIAL);
        PrivateFiles.delete(folder.resolve(PathRules.PARTIAL));
    }

    private interface Use<T> {
        T with(Directory parent, String name) throws IOException;
    }

    private <T> T in(String path, Use<T> use) throws IOException {
        int slash = path.lastIndexOf('/');
        return slash < 0
                ? use.with(top, path)
                : folders.use(path.substring(0, slash), parent -> use.with(parent, path.substring(slash + 1)));
    }

    private <T> T inPartial(KeptOpen.Use<Directory, T> use) throws IOException {
        return folders.use(PathRules.PARTIAL, use);
    }

    /** Goes down folder by folder, through no symlink. */
    private Directory openFolder(String path) throws IOException {
        int slash = path.lastIndexOf('/');
        if (slash < 0) {
            return top.child(path);
        }
        try (Directory above = openFolder(path.substring(0, slash))) {
            return above.child(path.substring(slash + 1));
        }
    }

    /** Takes back what {@link #open} and {@link #begin} did, if nothing was written since. */
    void abandon() throws IOException {
        Path partial = folder.resolve(PathRules.PARTIAL);
        if (Files.isDirectory(partial, LinkOption.NOFOLLOW_LINKS) && isOnly(partial, MARKER)) {
            end();
        }
        if (isNew && isOnly(folder, "")) {
            Files.delete(folder);
        }
    }

    private static boolean isOnly(Path folder, String name) throws IOException {
        return Listing.all(folder, it -> it.endsWith(name));
    }

    /** Closes folders that were not used lately. */
    void sweep() throws IOException {
        folders.sweep();
    }

    @Override
    public void close() throws IOException {
        folders.close();
        top.close();
    }
}
