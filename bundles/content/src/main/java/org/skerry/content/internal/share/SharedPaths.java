// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.share;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.skerry.api.ShareException;
import org.skerry.base.bytes.Hex;
import org.skerry.base.crypto.Sha256;

/**
 * The paths that are shared together, and where the names of the content lie on disk: a single folder is shared as its
 * content, all else under base names.
 */
final class SharedPaths {

    private static final int ID_CHARACTERS = 32;

    private final List<Path> paths;
    private final Optional<Path> folder;
    private final Map<String, Path> byName = new HashMap<>();

    private SharedPaths(List<Path> paths, Optional<Path> folder) {
        this.paths = paths;
        this.folder = folder;
    }

    /** A symlink that was named for sharing stands for what it points to; none further down does. */
    private static Path real(Path named) throws ShareException {
        try {
            return named.toRealPath();
        } catch (IOException e) {
            throw FolderWalk.failed(named, e);
        }
    }

    static SharedPaths of(List<Path> given) throws ShareException {
        if (given.isEmpty()) {
            throw new ShareException("nothing to share: name at least one file or folder");
        }
        List<Path> paths = given.stream()
                .map(it -> it.toAbsolutePath().normalize())
                .distinct()
                .toList();
        Path first = paths.get(0);
        boolean single = paths.size() == 1 && Files.isDirectory(first);
        SharedPaths shared = new SharedPaths(paths, single ? Optional.of(real(first)) : Optional.empty());
        if (!single) {
            shared.nameAll();
        }
        return shared;
    }

    /** The same after a restart, when the paths may be gone for a while. */
    static SharedPaths reopened(List<Path> paths, boolean folder) {
        Path first = paths.get(0);
        SharedPaths shared = new SharedPaths(paths, folder ? Optional.of(orItself(first)) : Optional.empty());
        for (Path path : paths) {
            if (!folder && path.getFileName() != null) {
                shared.byName.put(path.getFileName().toString(), orItself(path));
            }
        }
        return shared;
    }

    private static Path orItself(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path;
        }
    }

    private void nameAll() throws ShareException {
        for (Path path : paths) {
            Path name = path.getFileName();
            if (name == null) {
                throw new ShareException(path + " has no name to share it under");
            }
            Path other = byName.putIfAbsent(name.toString(), real(path));
            if (other != null) {
                throw new ShareException(
                        other + " and " + path + " have the same name; share the folder above, or rename one");
            }
        }
    }

    List<Path> paths() {
        return paths;
    }

    /** The folder whose content is shared; empty if files or several paths are. */
    Optional<Path> folder() {
        return folder;
    }

    /** Names at the top, if no single folder is shared. */
    Map<String, Path> byName() {
        return byName;
    }

    /** What the content is called. */
    String name() {
        Path name = paths.get(0).getFileName();
        return name == null ? "content" : name.toString();
    }

    /** Where a path of the content lies. */
    Path locate(String path) {
        if (folder.isPresent()) {
            return folder.get().resolve(path);
        }
        int slash = path.indexOf('/');
        String top = slash < 0 ? path : path.substring(0, slash);
        Path base = byName.getOrDefault(top, paths.get(0));
        return slash < 0 ? base : base.resolve(path.substring(slash + 1));
    }

    /** The same for the same set of paths. */
    String id() {
        return id(paths);
    }

    /** The same without a look at the disk. */
    static String id(List<Path> paths) {
        String all =
                String.join("\0", paths.stream().map(Path::toString).sorted().toList());
        return Hex.encode(Sha256.of(all.getBytes(StandardCharsets.UTF_8))).substring(0, ID_CHARACTERS);
    }
}
