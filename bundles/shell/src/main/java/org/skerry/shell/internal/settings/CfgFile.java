// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.settings;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Optional;
import org.skerry.base.disk.DiskReason;
import org.skerry.base.disk.ForcedNames;
import org.skerry.shell.internal.command.SettingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A {@code .cfg} file, written as a whole or not at all. Not to be used by two threads at a time. */
final class CfgFile {

    /** One character for each byte: whatever encoding it is in, what is not changed stays as it is. */
    private static final Charset BYTES = StandardCharsets.ISO_8859_1;

    private static final Logger LOG = LoggerFactory.getLogger(CfgFile.class);

    private final Path path;

    CfgFile(Path path) {
        this.path = path;
    }

    /** {@return what it holds; empty if it is not there} */
    Optional<CfgText> find() throws IOException, SettingException {
        return Files.exists(path) ? Optional.of(CfgText.parse(Files.readString(path, BYTES))) : Optional.empty();
    }

    /** Removes it. */
    void delete() throws IOException {
        Files.deleteIfExists(path);
    }

    /** Replaces it by a rename, under a name that FileInstall does not look for; a link stays one, and rights stay. */
    void write(CfgText text) throws IOException {
        Path target = Files.exists(path) ? path.toRealPath() : path;
        Path fresh = target.resolveSibling("." + target.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        boolean done = false;
        try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            if (Files.exists(target)) {
                copyRights(target, fresh);
            }
            ByteBuffer bytes = BYTES.encode(text.toString());
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            done = true;
        } finally {
            if (!done) {
                Files.deleteIfExists(fresh);
            }
        }
        forceName(target);
    }

    /** Not to have it forced may cost the change if power fails now, and nothing else. */
    private static void forceName(Path target) {
        try {
            ForcedNames.of(target);
        } catch (IOException e) {
            LOG.warn("{} is written, but a loss of power may undo it: {}", target, DiskReason.of(e));
        }
    }

    private static void copyRights(Path from, Path to) throws IOException {
        PosixFileAttributeView source = Files.getFileAttributeView(from, PosixFileAttributeView.class);
        PosixFileAttributeView copy = Files.getFileAttributeView(to, PosixFileAttributeView.class);
        if (source == null || copy == null) {
            return;
        }
        var attributes = source.readAttributes();
        var own = copy.readAttributes();
        if (!own.owner().equals(attributes.owner()) || !own.group().equals(attributes.group())) {
            copy.setOwner(attributes.owner());
            copy.setGroup(attributes.group());
        }
        copy.setPermissions(attributes.permissions());
    }
}
