// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.control;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Makes the socket file. It is bound inside a folder of mode 0700, restricted to mode 0600 there, and then renamed to its
 * place, so that at no moment another user could connect; the rename also replaces what a dead node left behind.
 */
public final class ControlSocket {

    /** {@code sun_path} holds 108 bytes on Linux, one of which ends the string. */
    public static final int MAX_PATH_BYTES = 107;

    private ControlSocket() {}

    /**
     * Binds.
     *
     * @param path where the socket is to be
     * @return a listening channel, blocking
     * @throws IOException with a message for people if the path is too long, or another node listens there
     */
    public static ServerSocketChannel bind(Path path) throws IOException {
        int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > MAX_PATH_BYTES) {
            throw new IOException("the path of the control socket is " + length + " bytes long, and " + MAX_PATH_BYTES
                    + " are possible: " + path + "; choose a shorter home folder");
        }
        if (Files.exists(path) && answers(path)) {
            throw new IOException("another node listens at " + path);
        }
        Path nest = path.resolveSibling(".bind");
        Path egg = nest.resolve("s");
        Files.deleteIfExists(egg);
        Files.deleteIfExists(nest);
        Files.createDirectory(nest, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        boolean bound = false;
        try {
            server.bind(UnixDomainSocketAddress.of(egg));
            Files.setPosixFilePermissions(egg, PosixFilePermissions.fromString("rw-------"));
            Files.move(egg, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            bound = true;
            return server;
        } finally {
            if (!bound) {
                server.close();
                Files.deleteIfExists(egg);
            }
            Files.deleteIfExists(nest);
        }
    }

    private static boolean answers(Path path) throws IOException {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return probe.connect(UnixDomainSocketAddress.of(path));
        } catch (ConnectException e) {
            return false;
        } catch (IOException e) {
            // Not a socket at all, or one that another user owns: the rename decides.
            return false;
        }
    }
}
