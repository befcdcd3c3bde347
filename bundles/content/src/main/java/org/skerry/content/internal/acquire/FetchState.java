// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.acquire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.skerry.base.bytes.Hex;
import org.skerry.base.crypto.Sha256;
import org.skerry.content.internal.disk.PrivateFiles;
import org.skerry.spi.content.AcquireRequest;

/**
 * The folder {@code fetches/<id of root and target>} of the state: {@code pages}, {@code plan.mv}, {@code target} (which
 * folder was begun), {@code complete} (that it was whole once).
 */
final class FetchState {

    private static final int ID_CHARACTERS = 32;

    private final Path folder;

    private FetchState(Path folder) {
        this.folder = folder;
    }

    static FetchState open(Path fetches, AcquireRequest request) throws IOException {
        return new FetchState(PrivateFiles.folder(fetches.resolve(id(request))));
    }

    /** The same for the same content to the same place. */
    static String id(AcquireRequest request) {
        String place = request.folder()
                .map(it -> it.toAbsolutePath().normalize().toString())
                .orElseGet(() -> request.parent().toAbsolutePath().normalize() + "/?");
        String all = request.root() + "\0" + place;
        return Hex.encode(Sha256.of(all.getBytes(StandardCharsets.UTF_8))).substring(0, ID_CHARACTERS);
    }

    Path pages() {
        return folder.resolve("pages");
    }

    /** Where a new plan goes; an old one is dropped. */
    Path freshPlan() throws IOException {
        Path plan = folder.resolve("plan.mv");
        Files.deleteIfExists(plan);
        return plan;
    }

    Optional<Path> target() throws IOException {
        Path file = folder.resolve("target");
        return Files.exists(file) ? Optional.of(Path.of(Files.readString(file))) : Optional.empty();
    }

    void begin(Path target) throws IOException {
        PrivateFiles.write(folder.resolve("target"), target.toString().getBytes(StandardCharsets.UTF_8));
    }

    boolean isComplete() {
        return Files.exists(folder.resolve("complete"));
    }

    void complete() throws IOException {
        PrivateFiles.write(folder.resolve("complete"), new byte[0]);
    }
}
