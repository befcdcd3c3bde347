// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.disk;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A path of a faulty disk: one of the disk below, of another file system. */
final class FaultyPath implements Path {

    private final FaultyFileSystem disk;
    private final Path below;

    FaultyPath(FaultyFileSystem disk, Path below) {
        this.disk = disk;
        this.below = below;
    }

    /** The same path on the disk below. */
    static Path below(Path path) {
        if (path instanceof FaultyPath faulty) {
            return faulty.below;
        }
        throw new ProviderMismatchException();
    }

    private Path of(Path other) {
        return new FaultyPath(disk, other);
    }

    private @Nullable Path ofNullable(@Nullable Path other) {
        return other == null ? null : of(other);
    }

    private static @Nullable Path belowIfOurs(Path other) {
        return other instanceof FaultyPath faulty ? faulty.below : null;
    }

    @Override
    public FileSystem getFileSystem() {
        return disk;
    }

    @Override
    public boolean isAbsolute() {
        return below.isAbsolute();
    }

    @Override
    public @Nullable Path getRoot() {
        return ofNullable(below.getRoot());
    }

    @Override
    public @Nullable Path getFileName() {
        return ofNullable(below.getFileName());
    }

    @Override
    public @Nullable Path getParent() {
        return ofNullable(below.getParent());
    }

    @Override
    public int getNameCount() {
        return below.getNameCount();
    }

    @Override
    public Path getName(int index) {
        return of(below.getName(index));
    }

    @Override
    public Path subpath(int from, int to) {
        return of(below.subpath(from, to));
    }

    @Override
    public boolean startsWith(Path other) {
        Path theirs = belowIfOurs(other);
        return theirs != null && below.startsWith(theirs);
    }

    @Override
    public boolean endsWith(Path other) {
        Path theirs = belowIfOurs(other);
        return theirs != null && below.endsWith(theirs);
    }

    @Override
    public Path normalize() {
        return of(below.normalize());
    }

    @Override
    public Path resolve(Path other) {
        return of(below.resolve(below(other)));
    }

    @Override
    public Path relativize(Path other) {
        return of(below.relativize(below(other)));
    }

    @Override
    public URI toUri() {
        return URI.create(disk.provider().getScheme() + ":"
                + below.toAbsolutePath().toUri().getRawSchemeSpecificPart());
    }

    @Override
    public Path toAbsolutePath() {
        return isAbsolute() ? this : of(below.toAbsolutePath());
    }

    @Override
    public Path toRealPath(LinkOption... options) throws IOException {
        disk.look(this);
        return of(below.toRealPath(options));
    }

    @Override
    public WatchKey register(WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
        throw new UnsupportedOperationException("a faulty disk is not watched");
    }

    @Override
    public int compareTo(Path other) {
        return below.compareTo(below(other));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FaultyPath path && disk == path.disk && below.equals(path.below);
    }

    @Override
    public int hashCode() {
        return Objects.hash(System.identityHashCode(disk), below);
    }

    @Override
    public String toString() {
        return below.toString();
    }
}
