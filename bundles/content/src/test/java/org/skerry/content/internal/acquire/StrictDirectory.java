// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.acquire;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import jdk.jfr.Event;
import jdk.jfr.Name;
import org.skerry.content.internal.disk.Directory;

/** Lets no one write to a file that its owner may not write to, not even root; Java records what is done to files. */
record StrictDirectory(Directory real) implements Directory {

    /** What was done to a file. */
    @Name(Done.NAME)
    static final class Done extends Event {
        static final String NAME = "org.skerry.content.Done";

        final String what;

        Done(String what) {
            this.what = what;
        }
    }

    @Override
    public Path path() {
        return real.path();
    }

    @Override
    public Directory child(String name) throws IOException {
        return new StrictDirectory(real.child(name));
    }

    @Override
    public FileChannel file(String name, Set<OpenOption> options) throws IOException {
        Path file = path().resolve(name);
        if (options.contains(StandardOpenOption.WRITE)
                && Files.exists(file)
                && !Files.getPosixFilePermissions(file).contains(PosixFilePermission.OWNER_WRITE)) {
            throw new AccessDeniedException(file.toString());
        }
        return real.file(name, options);
    }

    @Override
    public Optional<BasicFileAttributes> look(String name) throws IOException {
        return real.look(name);
    }

    @Override
    public void stamp(String name, int mode, Instant modified) throws IOException {
        real.stamp(name, mode, modified);
        new Done("stamped").commit();
    }

    @Override
    public void moveNew(String name, Directory to, String newName) throws IOException {
        new Done("named").commit();
        real.moveNew(name, ((StrictDirectory) to).real, newName);
    }

    @Override
    public void letOwnerWrite(String name) throws IOException {
        real.letOwnerWrite(name);
    }

    @Override
    public void rename(String name, Directory to, String newName) throws IOException {
        real.rename(name, ((StrictDirectory) to).real, newName);
    }

    @Override
    public void delete(String name) throws IOException {
        real.delete(name);
    }

    @Override
    public void close() throws IOException {
        real.close();
    }
}
