// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A change of the names in one folder or two, which can be undone as long as it was not forced. With the lock of the disk. */
final class NameChange {

    /** What was done. */
    enum Kind {
        MAKE,
        REMOVE,
        RENAME
    }

    /** A name in a folder. */
    record Name(Folder folder, String name) {
        Path path() throws IOException {
            return folder.path(name);
        }
    }

    /** Something that has lost its name and waits, out of sight, for the change to become final or to be undone. */
    record Retired(
            Path path, @Nullable Folder folder, @Nullable Content content) {}

    final Kind kind;
    private final Name name;
    private final @Nullable Name newName;
    private final @Nullable Folder moved;
    private final @Nullable Content content;
    private final @Nullable Retired retired;
    private boolean forced;

    private NameChange(
            Kind kind,
            Name name,
            @Nullable Name newName,
            @Nullable Folder moved,
            @Nullable Content content,
            @Nullable Retired retired) {
        this.kind = kind;
        this.name = name;
        this.newName = newName;
        this.moved = moved;
        this.content = content;
        this.retired = retired;
    }

    /** A file, symlink or second name was made; with {@code content} if it is a file. */
    static NameChange makeFile(Name name, @Nullable Content content) {
        return new NameChange(Kind.MAKE, name, null, null, content, null);
    }

    static NameChange makeFolder(Name name, Folder made) {
        NameChange change = new NameChange(Kind.MAKE, name, null, made, null, null);
        made.made = change;
        return change;
    }

    static NameChange remove(Name name, Retired retired) {
        return new NameChange(Kind.REMOVE, name, null, null, null, retired);
    }

    /** With {@code moved} if it is a folder, and {@code replaced} if something bore the new name. */
    static NameChange rename(Name name, Name newName, @Nullable Folder moved, @Nullable Retired replaced) {
        return new NameChange(Kind.RENAME, name, newName, moved, null, replaced);
    }

    /** The folders whose earlier changes are done if this one is. A folder is removed only when it is empty. */
    List<Folder> folders() {
        List<Folder> all = new ArrayList<>(List.of(name.folder()));
        if (newName != null && newName.folder() != name.folder()) {
            all.add(newName.folder());
        }
        if (retired != null && retired.folder() != null) {
            all.add(retired.folder());
        }
        return all;
    }

    boolean touches(Set<Folder> any) {
        return folders().stream().anyMatch(any::contains);
    }

    /** Whether something goes from one folder to another: then both have to be there. */
    boolean isAcross() {
        return newName != null && newName.folder() != name.folder();
    }

    /** The folder that was made by it. */
    @Nullable
    Folder made() {
        return kind == Kind.MAKE ? moved : null;
    }

    void force() {
        forced = true;
    }

    boolean isForced() {
        return forced;
    }

    /** Whether it cannot be lost any more, not even with a folder that it is in. */
    boolean isFinal() {
        return forced && folders().stream().noneMatch(Folder::isUnsure);
    }

    /** What was out of sight for it. */
    @Nullable
    Retired retired() {
        return retired;
    }

    /** Takes it back; all later changes in its folders have been. */
    void undo(Room room) throws IOException {
        switch (kind) {
            case MAKE -> undoMake(room);
            case REMOVE -> bringBack(name, room);
            case RENAME -> undoRename(room);
        }
    }

    private void undoMake(Room room) throws IOException {
        Files.delete(name.path());
        if (moved != null) {
            name.folder().detach(name.name());
        }
        if (content != null) {
            content.unlinked();
        } else {
            room.count(-1);
        }
    }

    private void undoRename(Room room) throws IOException {
        Name to = java.util.Objects.requireNonNull(newName);
        Files.move(to.path(), name.path());
        if (moved != null) {
            to.folder().detach(to.name());
            name.folder().attach(name.name(), moved);
        }
        if (retired != null) {
            bringBack(to, room);
        }
    }

    private void bringBack(Name where, Room room) throws IOException {
        Retired it = java.util.Objects.requireNonNull(retired);
        Files.move(it.path(), where.path());
        if (it.folder() != null) {
            where.folder().attach(where.name(), it.folder());
        }
        if (it.content() != null) {
            it.content().linked();
        } else {
            room.count(1);
        }
    }
}
