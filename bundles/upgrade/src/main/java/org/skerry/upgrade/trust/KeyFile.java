// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.trust;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Set;

/**
 * A small text file, mostly with a key. A key is read within bounds, and only if no one else can change it or, if it is secret,
 * read it. Where a file system knows no such rights, they are not asked for. Symbolic links are followed; what counts is where they lead.
 */
final class KeyFile {

    private static final int MAX_BYTES = 4096;

    private static final Set<PosixFilePermission> WRITE_OF_OTHERS = PosixFilePermissions.fromString("----w--w-");
    private static final Set<PosixFilePermission> ANY_OF_OTHERS = PosixFilePermissions.fromString("---rwxrwx");

    private KeyFile() {}

    /** The text of a public key. The message of an error names the file and says what to do. */
    static String readPublic(Path file) throws IOException {
        requireFile(file);
        requireWriters(file);
        return read(file);
    }

    /** The text of a secret key. The message of an error names the file and says what to do. */
    static String readSecret(Path file) throws IOException {
        requireFile(file);
        if (grants(file, ANY_OF_OTHERS)) {
            throw new IOException("others may use the secret key " + file + "; mend it with: chmod go= " + file
                    + " and, if one of them may have read it, make another key");
        }
        return read(file);
    }

    /** Refuses a file or folder that others may write to: they could add a publisher. */
    static void requireWriters(Path path) throws IOException {
        if (grants(path, WRITE_OF_OTHERS)) {
            throw new IOException("others may write to " + path
                    + ", and so decide whose code this node runs; look at what is in it, and mend it with: chmod go-w "
                    + path);
        }
    }

    /** Makes a file that was not there, forced to the disk: all of it, or none. */
    static void create(Path file, String rights, String text) throws IOException {
        Set<StandardOpenOption> fresh = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        FileChannel channel = FileChannel.open(file, fresh, mode(file, rights));
        try (channel) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** Nothing where a file system knows no rights. */
    private static FileAttribute<?>[] mode(Path file, String rights) {
        return hasRights(file)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))}
                : new FileAttribute<?>[0];
    }

    /** What an error of the disk says for people. */
    static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        return e instanceof NoSuchFileException ? "no such file or folder" : String.valueOf(e.getMessage());
    }

    private static void requireFile(Path file) throws IOException {
        if (Files.notExists(file)) {
            throw new IOException(
                    Files.isSymbolicLink(file)
                            ? file + " is a link to a file that is not there; remove the link, or mend it"
                            : "there is no " + file);
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException(file + " is no file; remove it, or put the file with the key in its place");
        }
    }

    private static String read(Path file) throws IOException {
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(MAX_BYTES + 1);
        } catch (IOException e) {
            throw new IOException(file + " cannot be read: " + reason(e), e);
        }
        if (content.length > MAX_BYTES) {
            throw new IOException(file + " is longer than " + MAX_BYTES + " bytes, and so holds no key; remove it");
        }
        return new String(content, StandardCharsets.US_ASCII);
    }

    private static boolean grants(Path path, Set<PosixFilePermission> rights) throws IOException {
        try {
            return hasRights(path) && !Collections.disjoint(Files.getPosixFilePermissions(path), rights);
        } catch (IOException e) {
            throw new IOException("who may use " + path + " cannot be told: " + reason(e), e);
        }
    }

    private static boolean hasRights(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
