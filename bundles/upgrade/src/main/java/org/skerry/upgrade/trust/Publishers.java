// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.skerry.upgrade.trust.UntrustedException.Reason;

/**
 * Whose code a node takes: in a folder, each {@code NAME.pub} is the key of a publisher that is trusted, each {@code NAME.revoked}
 * (the same file, renamed) a key that is trusted no more, whatever other files hold it. Immutable, so it stays as it was read.
 */
public final class Publishers {

    private static final String TRUSTED = ".pub";
    private static final String REVOKED = ".revoked";

    private final Path folder;
    private final Map<String, PublisherKey> trusted = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, String> revoked = new HashMap<>();

    private Publishers(Path folder) {
        this.folder = folder;
    }

    /**
     * Where a home has its publishers.
     *
     * @param home folder of the node
     * @return {@code etc/publishers} in it
     */
    public static Path folder(Path home) {
        return home.resolve("etc").resolve("publishers");
    }

    /**
     * Reads all keys. Files with other endings, and hidden ones, mean nothing.
     *
     * @param folder with the files; one that is not there trusts no one
     * @return those that are trusted or revoked now
     * @throws IOException if a file is not what its name says, cannot be read, or others may write to it or to the folder; the
     *     message is one line for people that names the file and says what to do
     */
    public static Publishers read(Path folder) throws IOException {
        Publishers publishers = new Publishers(folder);
        if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return publishers;
        }
        List<Path> files = list(folder);
        KeyFile.requireWriters(folder);
        for (Path file : files) {
            publishers.add(file);
        }
        publishers.trusted.keySet().removeAll(publishers.revoked.keySet());
        return publishers;
    }

    private static List<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException(folder + " is no folder; remove it, and make a folder for the keys of publishers");
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new IOException(folder + " cannot be read: " + KeyFile.reason(e), e);
        }
    }

    private void add(Path file) throws IOException {
        String name = file.getFileName().toString();
        if (name.startsWith(".")) {
            return;
        }
        if (name.endsWith(TRUSTED)) {
            PublisherKey key = PublisherKey.read(file);
            trusted.put(key.fingerprint(), key);
            names.putIfAbsent(key.fingerprint(), withoutEnding(name, TRUSTED));
        } else if (name.endsWith(REVOKED)) {
            revoked.putIfAbsent(PublisherKey.read(file).fingerprint(), withoutEnding(name, REVOKED));
        }
    }

    private static String withoutEnding(String name, String ending) {
        return name.substring(0, name.length() - ending.length());
    }

    /**
     * Looks who answers for a file. One right signature of a publisher that is trusted is enough, whatever else is signed.
     *
     * @param name of the file, for the message of an error
     * @param sha256 its SHA-256, 32 bytes
     * @param signature the text of its signature file, if there is one
     * @return the fingerprint of the publisher: {@code sha256:} and 64 hexadecimal digits
     * @throws UntrustedException if it is not to be taken
     */
    public String check(String name, byte[] sha256, Optional<String> signature) throws UntrustedException {
        if (signature.isEmpty()) {
            throw new UntrustedException(
                    Reason.UNSIGNED,
                    name + " is not signed, as there is no " + name + ".sig; sign it with 'skerry sign --key FILE "
                            + name + "', or get the signature from its publisher");
        }
        Signatures signatures = Signatures.parse(name, signature.get());
        for (String fingerprint : signatures.fingerprints()) {
            PublisherKey key = trusted.get(fingerprint);
            if (key != null && key.signed(sha256, signatures.of(fingerprint).orElseThrow())) {
                return fingerprint;
            }
        }
        throw refusal(name, signatures.fingerprints());
    }

    /** Says the nearest to what would have done. */
    private UntrustedException refusal(String name, Set<String> fingerprints) {
        for (String it : fingerprints) {
            if (trusted.containsKey(it)) {
                return new UntrustedException(
                        Reason.WRONG,
                        name + " is not what " + called(it) + " has signed: it or " + name
                                + ".sig was changed; get both anew");
            }
        }
        for (String it : fingerprints) {
            if (revoked.containsKey(it)) {
                return new UntrustedException(
                        Reason.REVOKED,
                        name + " is signed by " + called(it) + ", whose key is revoked in " + folder
                                + "; get it signed with a key that is trusted");
            }
        }
        return new UntrustedException(
                Reason.NOT_TRUSTED,
                name + " is signed with a key that is not trusted here, "
                        + fingerprints.iterator().next()
                        + "; if you trust its publisher, put the .pub file with that fingerprint in " + folder);
    }

    private String called(String fingerprint) {
        return nameOf(fingerprint).orElse("?") + " (" + fingerprint + ")";
    }

    /**
     * What a publisher is called here: the name of the file with the key.
     *
     * @param fingerprint of the key
     * @return the name, also of one that is revoked; empty if no file holds the key
     */
    public Optional<String> nameOf(String fingerprint) {
        return Optional.ofNullable(names.get(fingerprint)).or(() -> Optional.ofNullable(revoked.get(fingerprint)));
    }

    /**
     * Whether a key is revoked, so that what it signed should run no more.
     *
     * @param fingerprint of the key
     * @return true if a file says so
     */
    public boolean revoked(String fingerprint) {
        return revoked.containsKey(fingerprint);
    }

    /** {@return the fingerprints of all keys that are trusted} */
    public Set<String> trusted() {
        return Set.copyOf(trusted.keySet());
    }
}
