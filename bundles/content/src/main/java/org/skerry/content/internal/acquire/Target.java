// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.acquire;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.skerry.api.ChunkId;
import org.skerry.content.internal.disk.Directory;
import org.skerry.content.internal.disk.PrivateFiles;
import org.skerry.content.internal.manifest.PathRules;

/**
 * The folder that is written. What is not whole lies in {@value PathRules#PARTIAL} under numbers, and is moved to its
 * name at once when it is whole; no symlink in the folder is ever gone through. Thread-safe; blocks on the disk.
 */
final class Target implements Closeable {

    private static final String MARKER = "root";
    private static final Set<OpenOption> WRITE =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ);
    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ);

    private final Path folder;
    private final Directory top;

    private final boolean isNew;

    private Target(Path folder, Directory top, boolean isNew) {
        this.folder = folder;
        this.top = top;
        this.isNew = isNew;
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
        try (DirectoryStream<Path> names = Files.newDirectoryStream(folder)) {
            return !names.iterator().hasNext();
        }
    }

    /** Opens the folder, made if missing. */
    static Target open(Path folder) throws IOException {
        boolean isNew = !Files.exists(folder);
        Files.createDirectories(folder);
        return new Target(folder, Directory.open(folder), isNew);
    }

    Path folder() {
        return folder;
    }

    /** Makes the place for what is not whole, marked with the root. */
    void begin(ChunkId root) throws IOException {
        Path partial = folder.resolve(PathRules.PARTIAL);
        if (!Files.isDirectory(partial, LinkOption.NOFOLLOW_LINKS)) {
            PrivateFiles.folder(partial);
        }
        byte[] text = root.toString().getBytes(StandardCharsets.UTF_8);
        try (Directory open = top.child(PathRules.PARTIAL);
                FileChannel marker = open.file(MARKER, WRITE)) {
            marker.write(ByteBuffer.wrap(text), 0);
        }
    }

    /** Opens a file that is not whole, at its full length. */
    FileChannel openPartial(int file, long size) throws IOException {
        try (Directory partial = top.child(PathRules.PARTIAL)) {
            FileChannel channel = partial.file(Integer.toString(file), WRITE);
            try {
                if (channel.size() > size) {
                    channel.truncate(size);
                } else if (channel.size() < size) {
                    channel.write(ByteBuffer.allocate(1), size - 1);
                }
                return channel;
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        }
    }

    /** Opens a file that is not whole for reading. */
    FileChannel readPartial(int file) throws IOException {
        try (Directory partial = top.child(PathRules.PARTIAL)) {
            return partial.file(Integer.toString(file), READ);
        }
    }

    /** Opens a file that is whole for reading. */
    FileChannel readWhole(String path) throws IOException {
        return in(path, (parent, name) -> parent.file(name, READ));
    }

    /** What there is of a file that is not whole. */
    Optional<BasicFileAttributes> lookPartial(int file) throws IOException {
        if (top.look(PathRules.PARTIAL).isEmpty()) {
            return Optional.empty();
        }
        try (Directory partial = top.child(PathRules.PARTIAL)) {
            return partial.look(Integer.toString(file));
        }
    }

    /** What there is under a path of the content; nothing if a folder above is not there. */
    Optional<BasicFileAttributes> look(String path) throws IOException {
        Path parent = folder.resolve(path).getParent();
        if (parent == null || !Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        return in(path, Directory::look);
    }

    /** Gives a whole file its time, its permissions and its name. */
    void place(int file, PlannedFile planned) throws IOException {
        try (Directory partial = top.child(PathRules.PARTIAL)) {
            String number = Integer.toString(file);
            partial.stamp(number, planned.mode(), planned.modified());
            moveNew(partial, number, planned.path());
        }
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
        try (Directory partial = top.child(PathRules.PARTIAL)) {
            PrivateFiles.folder(folder.resolve(PathRules.PARTIAL).resolve("folder"));
            moveNew(partial, "folder", path);
        }
    }

    /** Makes a symlink. */
    void makeLink(String path, String to) throws IOException {
        Optional<BasicFileAttributes> there = in(path, Directory::look);
        if (there.isPresent()) {
            Path link = folder.resolve(path);
            if (!there.get().isSymbolicLink()
                    || !Files.readSymbolicLink(link).toString().equals(to)) {
                throw new FileAlreadyExistsException(path);
            }
            return;
        }
        try (Directory partial = top.child(PathRules.PARTIAL)) {
            partial.delete("link");
            Files.createSymbolicLink(folder.resolve(PathRules.PARTIAL).resolve("link"), Path.of(to));
            moveNew(partial, "link", path);
        }
    }

    private void moveNew(Directory from, String name, String path) throws IOException {
        in(path, (parent, newName) -> {
            if (parent.look(newName).isPresent()) {
                throw new FileAlreadyExistsException(path);
            }
            from.move(name, parent, newName);
            return newName;
        });
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
        PrivateFiles.delete(folder.resolve(PathRules.PARTIAL));
    }

    private interface Use<T> {
        T with(Directory parent, String name) throws IOException;
    }

    /** Goes down folder by folder, through no symlink. */
    private <T> T in(String path, Use<T> use) throws IOException {
        int slash = path.indexOf('/');
        return slash < 0 ? use.with(top, path) : in(top, path, slash, use);
    }

    private static <T> T in(Directory above, String path, int slash, Use<T> use) throws IOException {
        try (Directory child = above.child(path.substring(0, slash))) {
            String rest = path.substring(slash + 1);
            int next = rest.indexOf('/');
            return next < 0 ? use.with(child, rest) : in(child, rest, next, use);
        }
    }

    /** Takes back what {@link #open} and {@link #begin} did, if nothing was written since. */
    void abandon() throws IOException {
        Path partial = folder.resolve(PathRules.PARTIAL);
        if (Files.isDirectory(partial, LinkOption.NOFOLLOW_LINKS) && isOnly(partial, MARKER)) {
            PrivateFiles.delete(partial);
        }
        if (isNew && isOnly(folder, "")) {
            Files.delete(folder);
        }
    }

    private static boolean isOnly(Path folder, String name) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path path : all) {
                if (!path.endsWith(name)) {
                    return false;
                }
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        top.close();
    }
}
