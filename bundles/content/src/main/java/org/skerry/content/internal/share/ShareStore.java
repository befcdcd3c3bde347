// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.share;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.skerry.api.ChunkId;
import org.skerry.api.Secret;
import org.skerry.base.disk.ForcedNames;
import org.skerry.base.disk.Listing;
import org.skerry.content.internal.disk.DamagedException;
import org.skerry.content.internal.disk.PrivateFiles;
import org.skerry.content.internal.disk.StateFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder {@code shares} of the state: {@code <id of the paths>/} with what is {@linkplain KeptForNext kept} for their next
 * version, and one folder per version, named as its root, with {@code secret}, {@code summary}, {@code pages} and {@code maps.mv}. A version is built
 * under another name and renamed when it is whole. Thread-safe; blocks on the disk.
 */
public final class ShareStore {

    private static final Logger LOG = LoggerFactory.getLogger(ShareStore.class);

    static final String SECRET = "secret";
    static final String SUMMARY = "summary";
    static final String PAGES = "pages";
    static final String MAPS = "maps.mv";

    static final String BUILDING = ".building-";
    static final String OLD = ".old-";
    static final String REPLACED = ".replaced-";

    private final Path folder;
    private final SecureRandom random;
    private final AtomicLong names = new AtomicLong();

    /**
     * Opens the folder; drops what was never finished.
     *
     * @param folder made if missing
     * @param random makes names that were not there before
     * @throws IOException if that fails
     */
    public ShareStore(Path folder, SecureRandom random) throws IOException {
        this.folder = PrivateFiles.lastingFolder(folder);
        this.random = random;
        LeftVersions.settle(folder);
    }

    Path folder() {
        return folder;
    }

    static List<Path> list(Path folder) throws IOException {
        try {
            // In an order that does not depend on the disk: the first that fits is taken.
            return Listing.of(folder).stream()
                    .filter(ShareStore::mayBeFolder)
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    /** Also one of which the disk does not tell: to leave it out would be to take what is in it for lost. */
    private static boolean mayBeFolder(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).isDirectory();
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private String freshName(String prefix) {
        return prefix + Long.toHexString(random.nextLong()) + "-" + names.incrementAndGet();
    }

    /** What a disk that fails does not tell may be there: to take it for lost would be to lose it. */
    private static boolean isThere(Path file) {
        return !Files.notExists(file);
    }

    /** What is kept for the next version of some paths. */
    KeptForNext next(String pathsId) {
        return new KeptForNext(folder.resolve(pathsId));
    }

    /** The folder of the paths of a version. */
    static Path above(Path version) {
        return Objects.requireNonNull(version.getParent(), "versions lie in folders");
    }

    /** A new folder to build a version in. */
    Path begin(String pathsId) throws IOException {
        return PrivateFiles.folder(
                PrivateFiles.lastingFolder(folder.resolve(pathsId)).resolve(freshName(BUILDING)));
    }

    /** Notes what the next version of the paths needs. */
    synchronized void keepForNext(String pathsId, Secret secret, Averages averages) throws IOException {
        next(pathsId).write(secret, averages);
    }

    /** Makes what was built the version of its root, once it is on the disk itself. */
    synchronized Path finish(String pathsId, Path built, ShareSummary summary, Secret secret) throws IOException {
        force(built.resolve(PAGES));
        force(built.resolve(MAPS));
        PrivateFiles.write(built.resolve(SECRET), SecretFormat.encode(secret));
        // Forces the names of all of them.
        PrivateFiles.write(built.resolve(SUMMARY), summary.encode());
        Path version = folder.resolve(pathsId).resolve(summary.manifest().root().toString());
        if (isThere(version)) {
            refuseNewer(version);
        }
        next(pathsId).write(summary.paths());
        if (isThere(version)) {
            // Who still serves from it has its files open and goes on.
            Path old = version.resolveSibling(
                    freshName(LeftVersions.replaced(summary.manifest().root())));
            Files.move(version, old, StandardCopyOption.ATOMIC_MOVE);
            try {
                Files.move(built, version, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                Files.move(old, version, StandardCopyOption.ATOMIC_MOVE);
                throw e;
            }
            ForcedNames.of(version);
            LeftVersions.dropQuietly(old);
        } else {
            Files.move(built, version, StandardCopyOption.ATOMIC_MOVE);
            ForcedNames.of(version);
        }
        return version;
    }

    /** What a later version of the node wrote is not for this one to replace. */
    private static void refuseNewer(Path version) throws IOException {
        try {
            StateFile.read(version.resolve(SUMMARY), map -> true);
        } catch (DamagedException e) {
            LOG.debug("{}: a version is made anew", e.getMessage());
        }
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Drops all versions of certain paths but one. */
    synchronized void forgetOthers(String pathsId, ChunkId kept) throws IOException {
        for (Path version : list(folder.resolve(pathsId))) {
            Optional<ChunkId> root = root(version);
            if (root.isPresent() && !root.get().equals(kept)) {
                for (Path left : forget(pathsId, root.get())) {
                    PrivateFiles.delete(left);
                }
            }
        }
    }

    /**
     * All versions.
     *
     * @return their roots
     */
    public synchronized List<ChunkId> roots() {
        List<ChunkId> roots = new ArrayList<>();
        try {
            for (Path share : list(folder)) {
                for (Path version : list(share)) {
                    root(version).ifPresent(roots::add);
                }
            }
        } catch (IOException e) {
            return List.of();
        }
        return roots.stream().distinct().toList();
    }

    private static Optional<ChunkId> root(Path version) {
        try {
            return Optional.of(ChunkId.parse(version.getFileName().toString()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * The folder of a version.
     *
     * @param root its root
     * @return the folder, if it is there
     * @throws IOException if the state cannot be read
     */
    public synchronized Optional<Path> version(ChunkId root) throws IOException {
        Optional<Path> untold = Optional.empty();
        for (Path share : list(folder)) {
            Optional<Path> version = version(share.getFileName().toString(), root);
            if (version.filter(Files::exists).isPresent()) {
                return version;
            }
            untold = untold.or(() -> version);
        }
        return untold; // whoever opens it hears what is wrong with the disk
    }

    /** The folder of a version of certain paths. */
    synchronized Optional<Path> version(String pathsId, ChunkId root) throws IOException {
        Path version = folder.resolve(pathsId).resolve(root.toString());
        return isThere(version) ? Optional.of(version) : Optional.empty();
    }

    /**
     * Drops a version, under whichever paths it was shared: from now on it is not found. The secret of the paths stays for
     * their next version.
     *
     * @param root its root
     * @return what is left to be deleted
     * @throws IOException if that fails
     */
    public synchronized List<Path> forget(ChunkId root) throws IOException {
        List<Path> left = new ArrayList<>();
        for (Path share : list(folder)) {
            left.addAll(forget(share.getFileName().toString(), root));
        }
        return left;
    }

    /** The same for certain paths. */
    synchronized List<Path> forget(String pathsId, ChunkId root) throws IOException {
        Path share = folder.resolve(pathsId);
        // The version itself goes last: what it replaced would come back without it.
        List<Path> found = new ArrayList<>(LeftVersions.replaced(share, root));
        version(pathsId, root).ifPresent(found::add);
        List<Path> left = new ArrayList<>();
        for (Path version : found) {
            Path old = share.resolve(freshName(OLD));
            left.add(Files.move(version, old, StandardCopyOption.ATOMIC_MOVE));
        }
        if (!left.isEmpty()) {
            ForcedNames.in(share);
        }
        return left;
    }

    /** {@return the folders of all versions, whether they can be opened or not} */
    public synchronized List<Path> versions() throws IOException {
        List<Path> versions = new ArrayList<>();
        for (Path share : list(folder)) {
            for (Path version : list(share)) {
                if (root(version).isPresent()) {
                    versions.add(version);
                }
            }
        }
        versions.sort(null);
        return versions;
    }

    /** {@return all versions by the folder of their paths, the newest first} */
    public Map<Path, List<Path>> byPaths() throws IOException {
        Map<Path, List<Path>> all = new TreeMap<>();
        for (Path version : versions()) {
            all.computeIfAbsent(above(version), it -> new ArrayList<>()).add(version);
        }
        all.values()
                .forEach(it -> it.sort(Comparator.comparing(ShareStore::made).reversed()));
        return all;
    }

    private static FileTime made(Path version) {
        try {
            return Files.getLastModifiedTime(version.resolve(PAGES));
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    /** {@return the paths that a version was made of; throws if its summary cannot be read} */
    public List<Path> paths(Path version) throws IOException {
        return summaryOf(version).paths();
    }

    static ShareSummary summaryOf(Path version) throws IOException {
        Path file = version.resolve(SUMMARY);
        ShareSummary summary = decoded(file);
        boolean isOfHere =
                root(version).filter(summary.manifest().root()::equals).isPresent()
                        && SharedPaths.id(summary.paths())
                                .equals(String.valueOf(above(version).getFileName()));
        if (!isOfHere) {
            throw new DamagedException(file + " cannot be read: it is of another version or other paths");
        }
        return summary;
    }

    /** The summary in a file, wherever that lies. */
    static ShareSummary decoded(Path file) throws IOException {
        return StateFile.required(file, map -> ShareSummary.decode(map, file.getFileSystem()));
    }

    static Secret secretOf(Path version) throws IOException {
        return StateFile.required(version.resolve(SECRET), SecretFormat::decode);
    }
}
