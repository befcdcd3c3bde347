// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.acquire;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.Optional;
import org.skerry.content.internal.manifest.CatalogEntry;
import org.skerry.content.internal.manifest.CatalogTop;

/** Makes folders before the files, and symlinks and the folders' times after them. For one thread; blocks on the disk. */
final class Finishing {

    private final Work work;
    private final boolean sync;

    /** With {@code sync} whether names are to be on the disk itself in the end. */
    Finishing(Work work, boolean sync) {
        this.work = work;
        this.sync = sync;
    }

    /** Makes all folders, parents first. */
    void makeFolders() throws AcquireException {
        for (long i = 0; i < work.plan().folders(); i++) {
            String path = PlannedNames.folder(work.plan().folder(i)).path();
            try {
                work.target().makeFolder(path);
            } catch (FileAlreadyExistsException e) {
                throw work.occupied(path);
            } catch (IOException e) {
                throw failed(path, e);
            }
        }
    }

    /** Makes files that have no bytes. */
    void makeEmptyFiles() throws AcquireException {
        for (int file = 0; file < work.plan().files(); file++) {
            if (work.plan().file(file).size() == 0 && !work.progress().isWhole(file)) {
                work.makeEmpty(file);
            }
        }
    }

    /** Makes symlinks, then sets times and permissions of folders, the deepest first. */
    void run(CatalogTop top) throws AcquireException {
        for (long i = 0; i < work.plan().links(); i++) {
            CatalogEntry.Symlink link = PlannedNames.symlink(work.plan().link(i));
            try {
                work.target().makeLink(link.path(), link.target(), link.modified());
            } catch (FileAlreadyExistsException e) {
                throw work.occupied(link.path());
            } catch (IOException e) {
                throw failed(link.path(), e);
            }
        }
        // What is in a folder comes after it, so backwards is from the bottom up.
        for (long i = work.plan().folders() - 1; i >= 0; i--) {
            CatalogEntry.Folder folder = PlannedNames.folder(work.plan().folder(i));
            try {
                if (sync) {
                    work.target().force(folder.path());
                }
                work.target().stampFolder(folder.path(), folder.mode(), folder.modified());
            } catch (IOException e) {
                throw failed(folder.path(), e);
            }
        }
        end(top.folder());
    }

    private void end(Optional<CatalogTop.Attributes> top) throws AcquireException {
        try {
            if (sync) {
                // Before what is not whole goes: else a loss of power could take a file under both of its names.
                work.target().force("");
                work.target().forceAbove();
            }
            work.target().end();
            if (sync) {
                work.target().force("");
            }
            if (top.isPresent()) {
                work.target().stampTop(top.get().mode(), top.get().modified());
            }
        } catch (IOException e) {
            throw failed("", e);
        }
    }

    private AcquireException failed(String path, IOException e) {
        return AcquireException.of(
                e,
                work.target().folder().resolve(path).toString(),
                work.target().folder());
    }
}
