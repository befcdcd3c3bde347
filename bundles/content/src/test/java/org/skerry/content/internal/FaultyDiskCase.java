// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Feature;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.skerry.api.TransferResult;
import org.skerry.content.internal.disk.DiskRules;
import org.skerry.content.internal.work.Settings;
import org.skerry.spi.content.AcquireRequest;
import org.skerry.spi.content.ShareRequest;
import org.skerry.spi.content.SharedContent;
import org.skerry.testkit.disk.FaultyDisk;

/** A sender on a good disk, a receiver on one that goes wrong. Paths of either are of the file system of its disk. */
abstract class FaultyDiskCase {

    static final int BLOCK = 4096;

    final FaultyDisk good = disk();
    FaultyDisk disk = disk();
    LocalContents sender;
    LocalContents receiver;
    SharedContent shared;

    static FaultyDisk disk() {
        try {
            return FaultyDisk.around(Jimfs.newFileSystem(Configuration.unix().toBuilder()
                    .setAttributeViews("basic", "owner", "posix", "unix")
                    .setSupportedFeatures(
                            Feature.LINKS,
                            Feature.SYMBOLIC_LINKS,
                            Feature.SECURE_DIRECTORY_STREAM,
                            Feature.FILE_CHANNEL)
                    .build()));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Opens contents on a disk, which is made ready if it is new. */
    static LocalContents open(FaultyDisk on) throws IOException {
        Path home = on.fileSystem().getPath("/home/node");
        if (!Files.isDirectory(home)) {
            Files.createDirectories(home);
            on.sync();
        }
        return new LocalContents(
                home.resolve("content"), Settings.defaults(), home, folder -> new DiskRules(false, false));
    }

    @BeforeEach
    void share() throws Exception {
        sender = open(good);
        receiver = open(disk);
        Path folder = Files.createDirectories(good.fileSystem().getPath("/in/sub"));
        Trees.write(folder.resolve("large"), 500_000, 1);
        for (int i = 0; i < 5; i++) {
            Trees.write(folder.resolve("small " + i), 2000 + i, i);
            Trees.write(folder.resolveSibling("small " + i), 3000 + i, 10 + i);
        }
        Files.createFile(folder.resolve("empty"));
        Files.createSymbolicLink(folder.resolve("link"), good.fileSystem().getPath("large"));
        shared = share(sender, folder.getParent());
    }

    @AfterEach
    void close() {
        sender.close();
        receiver.close();
    }

    static SharedContent share(LocalContents contents, Path folder) throws Exception {
        return contents.share(new ShareRequest(List.of(folder), false), progress -> {})
                .toCompletableFuture()
                .get();
    }

    /** Takes the power of the receiver, which does not hear of it before it starts again. */
    void losePower(int seed) throws IOException {
        disk.losePower(new Random(seed));
        receiver.close();
        receiver = open(disk);
    }

    Path out() {
        return disk.fileSystem().getPath("/got/here");
    }

    AcquireRequest request() {
        return new AcquireRequest(shared.link().root(), shared.link().secret(), Optional.of(out()), out().getParent());
    }

    Ferry fetch() {
        return Ferry.between(shared, receiver, request());
    }

    /** Fetches until it is whole, and compares. @return how many chunks that took */
    int fetchAll() throws Exception {
        try (Ferry ferry = fetch()) {
            assertThat(ferry.result()).isInstanceOf(TransferResult.Complete.class);
            assertRight();
            return ferry.wanted().size();
        }
    }

    void assertRight() throws IOException {
        assertThat(contentOf(out())).isEqualTo(contentOf(good.fileSystem().getPath("/in")));
    }

    private static String contentOf(Path folder) throws IOException {
        StringBuilder all = new StringBuilder();
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.sorted().toList()) {
                all.append(folder.relativize(path)).append(' ');
                if (Files.isSymbolicLink(path)) {
                    all.append(Files.readSymbolicLink(path));
                } else if (Files.isRegularFile(path)) {
                    all.append(java.util.Arrays.hashCode(Files.readAllBytes(path)));
                }
                all.append('\n');
            }
        }
        return all.toString();
    }
}
