// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.set;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.skerry.base.disk.ForcedNames;

/**
 * The sets of a home, in {@code state/upgrade/}: {@code sets/N} are the sets, {@code bundles/} the jars that were deployed, named by
 * their SHA-256, and {@code current} names the set in force. {@code next} names one that the next start is to try; while it is
 * tried it is called {@code trying}, so that a start that finds that file knows that the last one did not survive the trial. Every
 * file is whole or not there: written under another name, forced, renamed. One writer at a time: whoever has the lock of the home.
 *
 * @param folder {@code state/upgrade} of the home
 */
public record SetStore(Path folder) {

    private static final String CURRENT = "current";
    private static final String NEXT = "next";
    private static final String TRYING = "trying";
    private static final String RESTART = "restart";

    /** How many sets are kept, the current one included. */
    static final int KEPT = 8;

    private static final long LONGEST = 1 << 20;

    /** {@return the store of a home} */
    public static SetStore of(Path home) {
        return new SetStore(home.resolve("state").resolve("upgrade"));
    }

    /**
     * Reads the set in force.
     *
     * @return it; nothing if no set was ever committed here
     * @throws IOException with a message for people, if it is there and cannot be read
     */
    public Optional<BundleSet> current() throws IOException {
        return named(CURRENT);
    }

    /**
     * Reads the set that the next start is to try.
     *
     * @return it; nothing if there is none
     * @throws IOException as {@link #current}
     */
    public Optional<BundleSet> next() throws IOException {
        return named(NEXT);
    }

    private Optional<BundleSet> named(String pointer) throws IOException {
        OptionalLong id = pointer(pointer);
        if (id.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(set(id.getAsLong()));
        } catch (IOException e) {
            throw new IOException(e.getMessage() + "; " + cure(pointer), e);
        }
    }

    private String cure(String pointer) {
        return "write the number of one of the sets in " + folder.resolve("sets") + " into " + folder.resolve(pointer)
                + ", or remove it "
                + (pointer.equals(CURRENT) ? "to go back to what was shipped" : "to stay with the set in force");
    }

    private OptionalLong pointer(String name) throws IOException {
        Path file = folder.resolve(name);
        try {
            return OptionalLong.of(Long.parseLong(read(file).strip()));
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        } catch (NumberFormatException e) {
            throw new IOException(file + " does not name a set; " + cure(name), e);
        }
    }

    /**
     * Reads a set.
     *
     * @param id its number
     * @return it
     * @throws IOException with a message for people, if it is not there or damaged
     */
    public BundleSet set(long id) throws IOException {
        Path file = folder.resolve("sets").resolve(String.valueOf(id));
        try {
            return BundleSet.of(read(file));
        } catch (NoSuchFileException e) {
            throw new IOException("the bundle set " + file + " is missing", e);
        } catch (IllegalArgumentException e) {
            throw new IOException("the bundle set " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String read(Path file) throws IOException {
        if (Files.size(file) > LONGEST) {
            throw new IOException(file + " is too long");
        }
        // What is no UTF-8 becomes characters that no file of this store has, so that it is found to be damaged.
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    /** {@return a number that no set of this home has had} */
    public long unused() throws IOException {
        return ids().stream().mapToLong(it -> it).max().orElse(0) + 1;
    }

    private List<Long> ids() throws IOException {
        Path sets = folder.resolve("sets");
        if (Files.notExists(sets)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(sets)) {
            return all.map(it -> it.getFileName().toString())
                    .filter(it -> it.matches("\\d{1,18}"))
                    .map(Long::valueOf)
                    .sorted()
                    .toList();
        }
    }

    /**
     * Writes a set down; nothing is in force by that.
     *
     * @param set to be written
     * @throws IOException if it cannot be
     */
    public void write(BundleSet set) throws IOException {
        write(folder.resolve("sets").resolve(String.valueOf(set.id())), set.text());
    }

    /**
     * Puts a set that was written in force, for this and all later starts, and drops old ones. What was to be tried is no longer.
     *
     * @param id its number
     * @throws IOException if that cannot be written down; the set before is in force then
     */
    public void commit(long id) throws IOException {
        // First what was staged, lest it be tried though it does not follow from this set. A trial ends last: the
        // launcher waits for it.
        Files.deleteIfExists(folder.resolve(NEXT));
        write(folder.resolve(CURRENT), id + "\n");
        Files.deleteIfExists(folder.resolve(TRYING));
        prune();
    }

    /**
     * Has the next start try a set that was written.
     *
     * @param id its number
     * @throws IOException if that cannot be written down
     */
    public void stage(long id) throws IOException {
        write(folder.resolve(NEXT), id + "\n");
    }

    /**
     * Asks the launcher to start the node again once it has stopped.
     *
     * @throws IOException if that cannot be written down
     */
    public void askRestart() throws IOException {
        write(folder.resolve(RESTART), "");
    }

    /** {@return whether the launcher was asked to start the node again; it is told so once} */
    public boolean takeRestart() throws IOException {
        return Files.deleteIfExists(folder.resolve(RESTART));
    }

    /**
     * Begins to try the set that was staged.
     *
     * @return it; nothing if none was
     * @throws IOException if it cannot be read
     */
    public Optional<BundleSet> tryNext() throws IOException {
        Optional<BundleSet> next = next();
        if (next.isPresent()) {
            Files.move(folder.resolve(NEXT), folder.resolve(TRYING), StandardCopyOption.ATOMIC_MOVE);
            ForcedNames.in(folder);
        }
        return next;
    }

    /**
     * Looks whether this start tries a set.
     *
     * @return its number; nothing if it does not
     * @throws IOException as {@link #current}
     */
    public OptionalLong trying() throws IOException {
        return pointer(TRYING);
    }

    /**
     * Ends a trial without a commit.
     *
     * @return the number of the set that was tried; nothing if none was
     * @throws IOException if that cannot be written down
     */
    public OptionalLong abandon() throws IOException {
        OptionalLong tried = pointer(TRYING);
        Files.deleteIfExists(folder.resolve(TRYING));
        return tried;
    }

    /**
     * Keeps a jar.
     *
     * @param jar file that is to be moved into the store, on the same disk
     * @param sha256 its hash
     * @return where it lies from now on
     * @throws IOException if it cannot be kept
     */
    public JarPlace keep(Path jar, String sha256) throws IOException {
        JarPlace place = new JarPlace(false, sha256 + ".jar");
        Path kept = deployed(place);
        if (Files.exists(kept) && FileHash.of(kept).equals(sha256)) {
            Files.delete(jar);
            return place;
        }
        ForcedNames.make(kept.getParent());
        try (FileChannel channel = FileChannel.open(jar, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(jar, kept, StandardCopyOption.ATOMIC_MOVE);
        ForcedNames.in(kept.getParent());
        return place;
    }

    /**
     * Finds a jar and looks whether it is what was committed.
     *
     * @param bundle whose jar
     * @param distribution folder of the distribution
     * @return the file
     * @throws IOException with a message for people, if it is missing, or a deployed one has changed
     */
    public Path jar(SetBundle bundle, Path distribution) throws IOException {
        Path jar = bundle.jar().shipped()
                ? distribution.resolve("system").resolve(bundle.jar().path())
                : deployed(bundle.jar());
        if (!Files.isReadable(jar)) {
            throw new IOException("bundle " + bundle.title() + " is missing: " + jar);
        }
        if (!bundle.jar().shipped() && !FileHash.of(jar).equals(bundle.sha256())) {
            throw new IOException("bundle " + bundle.title() + " is not what was deployed: " + jar
                    + " has changed on the disk; deploy it again, or go back with 'skerry rollback'");
        }
        return jar;
    }

    private Path deployed(JarPlace place) {
        return folder.resolve("bundles").resolve(place.path());
    }

    /**
     * Drops the oldest sets, and jars that no set names. The set in force stays, and the one that a rollback goes to, and what is to
     * be tried. What cannot be dropped is left for the next time: nothing depends on it.
     */
    public void prune() {
        try {
            dropSets();
            dropJars();
        } catch (IOException e) {
            // A set that cannot be read may name any jar, so all of them stay.
            return;
        }
    }

    private void dropSets() throws IOException {
        Set<Long> needed = new HashSet<>();
        for (String pointer : List.of(CURRENT, NEXT, TRYING)) {
            pointer(pointer).ifPresent(needed::add);
        }
        Optional<BundleSet> current = current();
        if (current.isPresent()) {
            current.get().before().ifPresent(needed::add);
        }
        List<Long> ids = ids();
        for (long id : ids.subList(0, Math.max(0, ids.size() - KEPT))) {
            if (!needed.contains(id)) {
                Files.deleteIfExists(folder.resolve("sets").resolve(String.valueOf(id)));
            }
        }
    }

    private void dropJars() throws IOException {
        Set<String> used = new HashSet<>();
        for (long id : ids()) {
            set(id).bundles().forEach(it -> used.add(it.jar().path()));
        }
        Path bundles = folder.resolve("bundles");
        if (Files.isDirectory(bundles)) {
            List<Path> unused;
            try (Stream<Path> jars = Files.list(bundles)) {
                unused = jars.filter(it -> !used.contains(it.getFileName().toString()))
                        .toList();
            }
            for (Path jar : unused) {
                Files.deleteIfExists(jar);
            }
        }
    }

    private static void write(Path file, String text) throws IOException {
        ForcedNames.make(file.getParent());
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (FileChannel out = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            var bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        try {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("the disk of " + file + " cannot rename in one step", e);
        }
        ForcedNames.in(file.getParent());
    }
}
