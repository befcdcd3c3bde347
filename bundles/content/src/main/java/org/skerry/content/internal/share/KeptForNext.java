// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.share;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.skerry.api.Secret;
import org.skerry.content.internal.disk.DamagedException;
import org.skerry.content.internal.disk.PrivateFiles;
import org.skerry.content.internal.disk.StateFile;

/**
 * What lies beside the versions of some paths: {@code secret} and {@code averages} for the next one, and {@code paths}, without
 * which no one could tell what to read in again when a summary is damaged. Blocks on the disk.
 */
final class KeptForNext {

    static final String SECRET = "secret";
    static final String AVERAGES = "averages";
    static final String PATHS = "paths";

    private final Path folder;

    /** With the folder of the paths. */
    KeptForNext(Path folder) {
        this.folder = folder;
    }

    /** The names of its files; with {@code shared}, those that only a next version needs, too. */
    static List<String> names(boolean shared) {
        return shared ? List.of(SECRET, AVERAGES, PATHS) : List.of(PATHS);
    }

    Path folder() {
        return folder;
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    /** The secret with which these paths were last shared. */
    Optional<Secret> secret() throws IOException {
        try {
            return StateFile.read(file(SECRET), SecretFormat::decode);
        } catch (DamagedException e) {
            throw new IOException(
                    e.getMessage() + "; 'skerry repair' mends it, or remove it to share under a new link", e);
        }
    }

    /** With which averages these paths were last cut; none if that is unknown. */
    Averages averages() throws IOException {
        try {
            return StateFile.read(file(AVERAGES), Averages::decode).orElseGet(() -> new Averages(Map.of()));
        } catch (DamagedException e) {
            return new Averages(Map.of());
        }
    }

    /** The paths, if they are known and are those of this folder. */
    List<Path> paths() throws IOException {
        Path file = file(PATHS);
        List<Path> paths = StateFile.required(file, map -> PathsFormat.decode(map, file.getFileSystem()));
        if (!SharedPaths.id(paths).equals(String.valueOf(folder.getFileName()))) {
            throw new DamagedException(file + " names other paths than those of its folder");
        }
        return paths;
    }

    void write(Secret secret, Averages averages) throws IOException {
        replace(SECRET, SecretFormat.encode(secret));
        replace(AVERAGES, averages.encode());
    }

    void write(List<Path> paths) throws IOException {
        replace(PATHS, PathsFormat.encode(paths));
    }

    /** Reads a file; throws if it is missing, damaged, or of a later version. */
    void check(String name) throws IOException {
        switch (name) {
            case SECRET -> StateFile.required(file(name), SecretFormat::decode);
            case AVERAGES -> StateFile.required(file(name), Averages::decode);
            default -> paths();
        }
    }

    /** What a file has to hold, by what a version of the paths says. */
    byte[] outOf(Path version, String name) throws IOException {
        return switch (name) {
            case SECRET -> SecretFormat.encode(ShareStore.secretOf(version));
            case AVERAGES -> Averages.encode(VersionManifest.averages(version));
            default -> PathsFormat.encode(ShareStore.summaryOf(version).paths());
        };
    }

    /** What a later version of the node wrote is not for this one to replace. */
    void replace(String name, byte[] content) throws IOException {
        Path file = file(name);
        try {
            StateFile.read(file, map -> true);
        } catch (DamagedException e) {
            PrivateFiles.write(file, content);
            return;
        }
        if (Files.notExists(file) || !Arrays.equals(Files.readAllBytes(file), content)) {
            PrivateFiles.write(file, content);
        }
    }
}
