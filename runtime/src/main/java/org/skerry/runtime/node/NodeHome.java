// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.node;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The folder of one node: {@code etc/} (configuration, yours to edit), {@code state/} (identity, shares, transfers),
 * {@code store/}, {@code log/}, {@code cache/} (disposable), {@code control.sock}.
 *
 * @param folder where it lies
 */
public record NodeHome(Path folder) {

    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rwx------");

    /** The file in {@code etc/} that is read when a node starts. */
    public static final String SETTINGS = "node.properties";

    /** The key in it that names features, separated by commas. */
    public static final String FEATURES = "skerry.features";

    /** Name of the framework property, and system property, that holds the folder. */
    public static final String PROPERTY = "skerry.home";

    /**
     * Homes that this process has taken. Asked before their lock files are opened: where locks belong to the process (POSIX
     * fcntl), closing any channel on a file gives up the process's lock on it.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    /** {@code sun_path} holds 108 bytes on Linux, one of which ends the string. */
    private static final int LONGEST_SOCKET_PATH = 107;

    private static final int LOCK_TRIES = 5;
    private static final Duration LOCK_PAUSE = Duration.ofMillis(20);

    /** {@return configuration} */
    public Path etc() {
        return folder.resolve("etc");
    }

    /** {@return what the node remembers, its keys among it} */
    public Path state() {
        return folder.resolve("state");
    }

    /** {@return logs} */
    public Path log() {
        return folder.resolve("log");
    }

    /** {@return the bundle cache, disposable} */
    public Path cache() {
        return folder.resolve("cache");
    }

    /** {@return the socket at which a running node listens for commands} */
    public Path socket() {
        return folder.resolve("control.sock");
    }

    /**
     * Makes the folder, readable by its owner alone, and copies in what configuration is missing. A folder that is there
     * keeps its rights, but what holds keys or names in it becomes the owner's alone.
     *
     * @param distribution whose defaults to begin with
     * @throws NodeException if it cannot be made or written
     */
    public void prepare(Distribution distribution) throws NodeException {
        requireShortSocket();
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder);
                restrict(folder);
            }
            Files.createDirectories(etc());
            for (Path secret : List.of(state(), log())) {
                Files.createDirectories(secret);
                restrict(secret);
            }
            try (Stream<Path> defaults = Files.list(distribution.folder().resolve("etc"))) {
                for (Path file : defaults.toList()) {
                    Path own = etc().resolve(file.getFileName().toString());
                    if (!Files.exists(own)) {
                        Files.copy(file, own);
                    }
                }
            }
        } catch (FileSystemException e) {
            throw failed(
                    "home " + folder + " cannot be written (" + e.getMessage() + "); choose another with --home", e);
        } catch (IOException e) {
            throw failed("home " + folder + " cannot be prepared: " + e.getMessage(), e);
        }
    }

    /** For what fails where it needs disk: of all reasons, a disk that is full is the one to mend first. */
    NodeException failed(String otherwise, Exception cause) {
        return new NodeException(new DiskRoom(folder).complaint().orElse(otherwise), cause);
    }

    /** {@return what is wrong with the path of the control socket, so that no node can start; one line} */
    public Optional<String> longSocket() {
        int length = socket().toString().getBytes(StandardCharsets.UTF_8).length;
        return length <= LONGEST_SOCKET_PATH
                ? Optional.empty()
                : Optional.of("the path of the control socket, " + socket() + ", is " + length + " bytes long, and "
                        + LONGEST_SOCKET_PATH + " are possible; choose a shorter --home");
    }

    /**
     * Refuses a home in which no node can be reached.
     *
     * @throws NodeException if the path of the control socket is too long
     */
    public void requireShortSocket() throws NodeException {
        Optional<String> complaint = longSocket();
        if (complaint.isPresent()) {
            throw new NodeException(complaint.get());
        }
    }

    private static void restrict(Path folder) throws IOException {
        if (isOpen(folder)) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    /** Whether anyone but the owner may do anything with a file; false if it is not there, or rights are not known here. */
    private static boolean isOpen(Path file) throws IOException {
        return Files.exists(file)
                && file.getFileSystem().supportedFileAttributeViews().contains("posix")
                && !OWNERS.containsAll(Files.getPosixFilePermissions(file));
    }

    /**
     * Looks for what should be its owner's alone and is not.
     *
     * @return folders and files that others may use
     * @throws IOException if their rights cannot be read
     */
    public List<Path> open() throws IOException {
        List<Path> out = new ArrayList<>();
        for (Path secret : List.of(state(), log(), socket())) {
            if (isOpen(secret)) {
                out.add(secret);
            }
        }
        return out;
    }

    /**
     * Takes the home for this process. The lock goes with the process, even if that is killed.
     *
     * @return closing it gives the home back
     * @throws NodeException if another process has it, or this one
     */
    public Closeable lock() throws NodeException {
        Path file = lockFile();
        try {
            Path held = folder.toRealPath();
            if (!HELD.add(held)) {
                throw running();
            }
            FileChannel channel = null;
            try {
                channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                if (!locked(channel)) {
                    throw running();
                }
                return release(channel, held);
            } catch (OverlappingFileLockException e) {
                abandon(channel, held);
                throw running(); // this process looks at it just now
            } catch (IOException | NodeException e) {
                abandon(channel, held);
                throw e;
            }
        } catch (IOException e) {
            throw new NodeException("cannot lock " + file + ": " + e.getMessage(), e);
        }
    }

    /** Who only looks whether it is taken has it for a moment. */
    private static boolean locked(FileChannel channel) throws IOException {
        for (int i = 0; i < LOCK_TRIES; i++) {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return true;
            }
            LockSupport.parkNanos(LOCK_PAUSE.toNanos());
        }
        return false;
    }

    private static Closeable release(FileChannel channel, Path held) {
        return () -> {
            try {
                channel.close();
            } finally {
                HELD.remove(held);
            }
        };
    }

    private NodeException running() {
        return new NodeException(
                "a node is running in " + folder + " already; stop it, or choose another home with --home");
    }

    /** {@return whether this process or another one has the home; a look only} */
    public boolean taken() {
        try {
            if (HELD.contains(folder.toRealPath())) {
                return true;
            }
            try (FileChannel channel = FileChannel.open(lockFile(), StandardOpenOption.WRITE);
                    FileLock lock = channel.tryLock()) {
                return lock == null;
            }
        } catch (OverlappingFileLockException e) {
            return true;
        } catch (IOException e) {
            return false; // no node has ever run here, or it cannot be known
        }
    }

    private Path lockFile() {
        return folder.resolve("node.lock");
    }

    private static void abandon(FileChannel channel, Path held) throws IOException {
        HELD.remove(held);
        if (channel != null) {
            channel.close();
        }
    }

    /**
     * Reads {@code etc/node.properties}.
     *
     * @return its entries
     * @throws NodeException if it cannot be read
     */
    public Properties settings() throws NodeException {
        Path file = etc().resolve(SETTINGS);
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
            return properties;
        } catch (IOException | IllegalArgumentException e) {
            throw new NodeException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Reads which features a node in this home holds, or will hold if it is new.
     *
     * @param distribution whose defaults a new home begins with
     * @return their names, as {@code etc/node.properties} has them
     * @throws NodeException if it cannot be read
     */
    public List<String> features(Distribution distribution) throws NodeException {
        NodeHome from = Files.exists(etc().resolve(SETTINGS)) ? this : new NodeHome(distribution.folder());
        return names(from.settings().getProperty(FEATURES, ""));
    }

    static List<String> names(String list) {
        return Stream.of(list.split(","))
                .map(String::strip)
                .filter(it -> !it.isEmpty())
                .toList();
    }
}
