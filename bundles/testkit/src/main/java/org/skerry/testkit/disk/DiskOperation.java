// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.disk;

/** What is asked of a disk, as far as it may go wrong. */
public enum DiskOperation {
    /** Opening a file or folder that is there. */
    OPEN,
    /** Making a file, folder, symlink or second name. */
    CREATE,
    /** Reading bytes of a file. */
    READ,
    /** Writing bytes of a file, or cutting it. */
    WRITE,
    /** Waiting until a file, or the names in a folder, are on the disk itself. */
    FORCE,
    /** Giving a file or folder another name. */
    RENAME,
    /** Deleting a file, folder or symlink. */
    DELETE,
    /** Beginning to list a folder, or looking at attributes. */
    LOOK,
    /** Coming to the next name of a folder that is being listed; the path is the folder's. */
    LIST;

    /** {@return whether it changes anything on the disk} */
    boolean changes() {
        return this != OPEN && this != READ && this != LOOK && this != LIST;
    }
}
