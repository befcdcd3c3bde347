// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import org.skerry.upgrade.set.BundleJar;
import org.skerry.upgrade.set.BundleSet;
import org.skerry.upgrade.set.FileHash;
import org.skerry.upgrade.set.JarPlace;
import org.skerry.upgrade.set.SetBundle;
import org.skerry.upgrade.set.SetStore;
import org.skerry.upgrade.trust.Artifact;

/**
 * Takes files in: a copy of each is made first, and only that is looked at from then on, so that nobody can change it after its
 * signature was checked. What is good is kept in the store of sets; it is in no set by that.
 */
final class Intake {

    private static final int LEVEL = 5;
    private static final int FRAMEWORK_LEVEL = 1;
    private static final int HIGHEST_LEVEL = 100;
    private static final int AT_A_TIME = 1 << 16;

    private final SetStore store;
    private final Signers signers;
    private final Shipped shipped;
    private final LongSupplier most;

    /**
     * Prepares.
     *
     * @param store where jars are kept
     * @param signers who may sign
     * @param shipped reads feature files
     * @param most bytes that a file may have, also unpacked
     */
    Intake(SetStore store, Signers signers, Shipped shipped, LongSupplier most) {
        this.store = store;
        this.signers = signers;
        this.shipped = shipped;
        this.most = most;
    }

    /** Decides whose files are taken. */
    @FunctionalInterface
    interface Signers {
        /**
         * Looks at a signature.
         *
         * @param name of the file, for people
         * @param sha256 of the file, in hex digits
         * @param signature text of the file beside it, if there is one
         * @return the publisher's fingerprint; nothing if it is taken unsigned
         * @throws RefusedException if it is not taken
         */
        Optional<String> check(String name, String sha256, Optional<String> signature) throws RefusedException;

        /**
         * Looks whether a publisher is trusted no more.
         *
         * @param fingerprint of the publisher
         * @return whether the key was revoked
         * @throws RefusedException if that cannot be told
         */
        default boolean revoked(String fingerprint) throws RefusedException {
            return false;
        }
    }

    /** {@return whether the key of a publisher was revoked} */
    boolean revoked(String fingerprint) throws RefusedException {
        return signers.revoked(fingerprint);
    }

    /**
     * Takes a file in.
     *
     * @param file a bundle, a feature archive or a distribution
     * @param current the set in force, which says where the bundles of a name belong
     * @return what it brings
     * @throws RefusedException if it is none of these, too big, or not signed by whom the node trusts
     * @throws IOException if it cannot be read, or kept
     */
    List<Offer> take(Path file, BundleSet current) throws RefusedException, IOException {
        Path folder = Files.createDirectories(store.folder().resolve("incoming"));
        clear(folder);
        Path copy = Files.createTempFile(folder, "file", ".part");
        try {
            copy(file, copy);
            String name = String.valueOf(file.getFileName());
            Optional<String> signer = signers.check(name, FileHash.of(copy), new Artifact(file).signature());
            return offers(name, copy, signer, current);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(file + " brings what no set can hold: " + e.getMessage(), e);
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    /** Drops what a process that died has left; one file at a time is taken in. */
    private static void clear(Path folder) throws IOException {
        try (Stream<Path> left = Files.list(folder)) {
            for (Path it : left.toList()) {
                Files.deleteIfExists(it);
            }
        }
    }

    private void copy(Path file, Path copy) throws RefusedException, IOException {
        if (!Files.isRegularFile(file)) {
            throw new RefusedException(file + " is not there, or no file");
        }
        try (InputStream in = Files.newInputStream(file);
                OutputStream out = Files.newOutputStream(copy)) {
            copy(in, out, most.getAsLong(), file.toString());
        }
    }

    static long copy(InputStream in, OutputStream out, long most, String name) throws RefusedException, IOException {
        byte[] buffer = new byte[AT_A_TIME];
        long total = 0;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            total += n;
            if (total > most) {
                throw new RefusedException(name + " has more than " + most + " bytes; raise 'max.bytes' in etc/"
                        + UpgradeComponent.PID + ".cfg if it is to be taken");
            }
            out.write(buffer, 0, n);
        }
        return total;
    }

    private List<Offer> offers(String name, Path copy, Optional<String> signer, BundleSet current)
            throws RefusedException, IOException {
        try (Archive archive = new Archive(copy, name, shipped.reader(), most.getAsLong())) {
            if (!archive.isBundle()) {
                return features(name, archive, signer, current);
            }
        } catch (ZipException e) {
            if (name.endsWith(".json")) {
                return List.of(shipped.feature(copy, Optional.empty()));
            }
            throw new RefusedException(
                    name + " is no bundle, no feature (.json), no feature archive and no distribution (.zip): "
                            + e.getMessage(),
                    e);
        }
        return List.of(new Offer(Optional.empty(), List.of(bundle(copy, signer, current))));
    }

    private List<Offer> features(String name, Archive archive, Optional<String> signer, BundleSet current)
            throws RefusedException, IOException {
        List<Offer> out = new ArrayList<>();
        for (Archive.Described feature : archive.features(current.features())) {
            List<SetBundle> bundles = new ArrayList<>();
            for (Archive.Item item : feature.items()) {
                Path jar = archive.extract(item, store.folder().resolve("incoming"));
                bundles.add(kept(jar, feature.name(), item, signer));
            }
            out.add(new Offer(Optional.of(feature.name()), bundles));
        }
        if (out.isEmpty()) {
            throw new RefusedException(name + " holds no feature that is installed here");
        }
        return out;
    }

    private SetBundle bundle(Path copy, Optional<String> signer, BundleSet current)
            throws RefusedException, IOException {
        BundleJar says = says(copy);
        String sha256 = FileHash.of(copy);
        Optional<SetBundle> old = current.bundle(says.name());
        return new SetBundle(
                says.name(),
                says.version(),
                old.map(SetBundle::startLevel).orElse(LEVEL),
                old.map(SetBundle::feature).orElse(says.name()),
                sha256,
                signer,
                old.map(SetBundle::location).orElse("feature:deployed:" + says.name()),
                store.keep(copy, sha256));
    }

    /** The feature that the others stand on starts first, unless it says otherwise. */
    private static int level(String feature, Archive.Item item) throws RefusedException {
        int level = item.startLevel().orElse(feature.equals(Restart.FRAMEWORK) ? FRAMEWORK_LEVEL : LEVEL);
        if (level < FRAMEWORK_LEVEL || level > HIGHEST_LEVEL) {
            throw new RefusedException("feature '" + feature + "' names the start level " + level
                    + ", which is not within " + FRAMEWORK_LEVEL + " to " + HIGHEST_LEVEL);
        }
        return level;
    }

    private SetBundle kept(Path jar, String feature, Archive.Item item, Optional<String> signer)
            throws RefusedException, IOException {
        try {
            BundleJar says = says(jar);
            String sha256 = FileHash.of(jar);
            JarPlace place = store.keep(jar, sha256);
            return new SetBundle(
                    says.name(), says.version(), level(feature, item), feature, sha256, signer, item.location(), place);
        } finally {
            Files.deleteIfExists(jar);
        }
    }

    private static BundleJar says(Path jar) throws RefusedException {
        try {
            return BundleJar.read(jar);
        } catch (IOException e) {
            throw new RefusedException(e.getMessage(), e);
        }
    }
}
