// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.disk;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A folder, which stays itself whatever name it is given. With the lock of the disk. */
final class Folder {

    private final @Nullable Path root;
    private final Map<String, Folder> children = new HashMap<>();
    private @Nullable Folder parent;
    private String name = "";

    /** The change that made it, as long as that may be lost. */
    @Nullable
    NameChange made;

    private Folder(@Nullable Path root) {
        this.root = root;
    }

    static Folder root(Path root) {
        return new Folder(root);
    }

    /** Where it is on the disk below; throws if it was deleted. */
    Path path() throws IOException {
        if (root != null) {
            return root;
        }
        Folder above = parent;
        if (above == null) {
            throw new NoSuchFileException(name);
        }
        return above.path().resolve(name);
    }

    Path path(String child) throws IOException {
        return path().resolve(child);
    }

    /** A folder in this one, which has to be there. */
    Folder child(String child) {
        return children.computeIfAbsent(child, it -> {
            Folder fresh = new Folder(null);
            fresh.parent = this;
            fresh.name = it;
            return fresh;
        });
    }

    @Nullable
    Folder parent() {
        return parent;
    }

    /** Takes a folder out of this one, known or not. */
    Folder detach(String child) {
        Folder known = child(child);
        children.remove(child);
        known.parent = null;
        return known;
    }

    void attach(String child, Folder folder) {
        folder.parent = this;
        folder.name = child;
        children.put(child, folder);
    }

    /** Whether it or a folder above may be lost. */
    boolean isUnsure() {
        return made != null || parent != null && parent.isUnsure();
    }
}
