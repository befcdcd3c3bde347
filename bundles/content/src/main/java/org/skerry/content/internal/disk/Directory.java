// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * An open folder. Names are single segments, and none is followed if it is a symlink. Where the system has them, calls
 * relative to the open folder are used, so that swapping a folder for a symlink does not lead them astray. Thread-safe.
 */
public interface Directory extends Closeable {

    /**
     * Opens a folder; a symlink there is followed, as whoever names a folder may name it by one.
     *
     * @param folder which
     * @return the open folder
     * @throws IOException if it cannot be opened
     */
    @SuppressWarnings("StreamResourceLeak") // closed with the directory
    static Directory open(Path folder) throws IOException {
        DirectoryStream<Path> stream = Files.newDirectoryStream(folder);
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return new SecureDirectory(folder, secure);
        }
        stream.close();
        return new CheckedDirectory(folder);
    }

    /** {@return where it was opened} */
    Path path();

    /**
     * Opens a folder in this one.
     *
     * @param name its name
     * @return the open folder
     * @throws IOException if it is none, or a symlink
     */
    Directory child(String name) throws IOException;

    /**
     * Opens a file; made with mode 0600 if the options say so.
     *
     * @param name its name
     * @param options how
     * @return its channel
     * @throws IOException if it cannot be opened, or is a symlink
     */
    FileChannel file(String name, Set<OpenOption> options) throws IOException;

    /**
     * Looks what there is.
     *
     * @param name its name
     * @return its attributes, of the symlink itself if it is one; empty if there is nothing
     * @throws IOException if it cannot be looked at
     */
    Optional<BasicFileAttributes> look(String name) throws IOException;

    /**
     * Sets time and permissions.
     *
     * @param name a file or folder
     * @param mode permission bits, 0 to 0777; left alone where the system has none
     * @param modified when it was last changed
     * @throws IOException if they cannot be set
     */
    void stamp(String name, int mode, Instant modified) throws IOException;

    /**
     * Lets the owner of a file read and write it, and no one else; does nothing where the system has no such permissions.
     *
     * @param name a file that its owner may read
     * @throws IOException if they cannot be set
     */
    void letOwnerWrite(String name) throws IOException;

    /**
     * Moves at once, and replaces nothing. Where the disk has hard links, who else makes that name at the same moment keeps it;
     * where it has none, and for folders, this looks first.
     *
     * @param name its name here
     * @param to the folder to move it to
     * @param newName its name there
     * @throws FileAlreadyExistsException if there is something of that name
     * @throws IOException if it cannot be moved
     */
    default void moveNew(String name, Directory to, String newName) throws IOException {
        if (link(name, to, newName)) {
            delete(name);
            return;
        }
        if (to.look(newName).isPresent()) {
            throw new FileAlreadyExistsException(newName);
        }
        rename(name, to, newName);
    }

    /**
     * Gives a file a second name, which must not be there. There is no such call relative to open folders, so what came of it
     * is looked at through them. False where there are no hard links.
     */
    private boolean link(String name, Directory to, String newName) throws IOException {
        Path made = to.path().resolve(newName);
        Optional<Object> ours = look(name).map(BasicFileAttributes::fileKey);
        try {
            Files.createLink(made, path().resolve(name));
        } catch (FileAlreadyExistsException e) {
            // A disk on the network may have linked it, lost its answer, and been asked again.
            if (ours.isPresent() && ours.equals(to.look(newName).map(BasicFileAttributes::fileKey))) {
                return true;
            }
            throw e;
        } catch (FileSystemException | UnsupportedOperationException e) {
            return false;
        }
        if (ours.equals(to.look(newName).map(BasicFileAttributes::fileKey))) {
            return true;
        }
        Object astray = Files.readAttributes(made, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
        if (ours.isPresent() && ours.get().equals(astray)) {
            Files.delete(made);
        }
        throw new IOException(made + " is in another folder than before");
    }

    /**
     * Moves at once. May replace a file of that name.
     *
     * @param name its name here
     * @param to the folder to move it to
     * @param newName its name there
     * @throws IOException if it cannot be moved
     */
    void rename(String name, Directory to, String newName) throws IOException;

    /**
     * Deletes a file or symlink, if it is there.
     *
     * @param name its name
     * @throws IOException if it cannot be deleted
     */
    void delete(String name) throws IOException;
}
