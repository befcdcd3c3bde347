// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryTest {

    @TempDir
    Path dir;

    private Path from;
    private Path to;

    @BeforeEach
    void make() throws IOException {
        from = Files.createDirectory(dir.resolve("from"));
        to = Files.createDirectory(dir.resolve("to"));
    }

    /** One whose calls are relative to a descriptor, if the system has them, and one that looks before it goes on. */
    private List<Directory> both(Path folder) throws IOException {
        return List.of(Directory.open(folder), new CheckedDirectory(folder));
    }

    @Test
    void movesFilesLinksAndFoldersButReplacesNothing() throws IOException {
        Files.createDirectory(to.resolve("folder"));
        Files.createFile(to.resolve("file"));
        Files.createSymbolicLink(to.resolve("link"), Path.of("nowhere"));
        for (int kind = 0; kind < 2; kind++) {
            Directory source = both(from).get(kind);
            Directory target = both(to).get(kind);
            Files.writeString(from.resolve("file"), "mine");
            Files.createSymbolicLink(from.resolve("link"), Path.of("elsewhere"));
            Files.createDirectory(from.resolve("folder"));
            for (String name : List.of("file", "link", "folder")) {
                for (String taken : List.of("file", "link", "folder")) {
                    assertThatThrownBy(() -> source.moveNew(name, target, taken))
                            .isInstanceOf(FileAlreadyExistsException.class);
                }
                source.moveNew(name, target, "new " + name);
                assertThat(source.look(name)).as(name).isEmpty();
            }
            assertThat(Files.readString(to.resolve("new file"))).isEqualTo("mine");
            assertThat(Files.readSymbolicLink(to.resolve("new link"))).hasToString("elsewhere");
            assertThat(to.resolve("new folder")).isEmptyDirectory();
            for (String name : List.of("file", "link", "folder")) {
                Files.delete(to.resolve("new " + name));
            }
        }
    }

    @Test
    void takesALinkThatItMadeBeforeForItsOwn() throws IOException {
        for (int kind = 0; kind < 2; kind++) {
            Files.writeString(from.resolve("file"), "mine");
            Files.createLink(to.resolve("new"), from.resolve("file"));
            both(from).get(kind).moveNew("file", both(to).get(kind), "new");
            assertThat(from.resolve("file")).doesNotExist();
            assertThat(Files.readString(to.resolve("new"))).isEqualTo("mine");
            Files.delete(to.resolve("new"));
        }
    }

    @Test
    void letsOneWinOfTwoThatMoveToTheSameNameAtTheSameTime() throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (Directory source = Directory.open(from);
                Directory target = Directory.open(to)) {
            for (int round = 0; round < 500; round++) {
                String name = "name " + round;
                List<Future<Boolean>> both = new ArrayList<>();
                for (String mine : List.of("a" + round, "b" + round)) {
                    Files.createFile(from.resolve(mine));
                    both.add(threads.submit(() -> {
                        start.await();
                        try {
                            source.moveNew(mine, target, name);
                            return true;
                        } catch (FileAlreadyExistsException e) {
                            return false;
                        }
                    }));
                }
                assertThat(both.get(0).get() ^ both.get(1).get()).as(name).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
