// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a loss of power leaves. */
class PowerLossTest {

    private static final int SEEDS = 200;

    private interface Story {
        void tell(Path folder) throws IOException;
    }

    /** Tells a story on a disk with a forced folder, lets the power go, and says what is in the folder then; for many seeds. */
    private static Set<String> ends(Story before, Story after) throws IOException {
        Set<String> all = new TreeSet<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            FaultyDisk disk = Disks.fresh();
            Path folder = disk.fileSystem().getPath("/folder");
            Files.createDirectory(folder);
            before.tell(folder);
            disk.sync();
            after.tell(folder);
            disk.losePower(new Random(seed));
            all.add(state(folder));
        }
        return all;
    }

    private static String state(Path folder) throws IOException {
        TreeMap<String, String> state = new TreeMap<>();
        for (String name : Disks.names(folder)) {
            Path path = folder.resolve(name);
            state.put(name, Files.isDirectory(path) ? state(path) : Files.readString(path));
        }
        return state.toString();
    }

    private static void write(Path file, String text) throws IOException {
        Disks.write(file, text.getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    @Test
    void contentThatWasNotForcedIsThereInPartOrNot() throws IOException {
        Set<String> ends =
                ends(folder -> write(folder.resolve("a"), "old."), folder -> write(folder.resolve("a"), "NEW!"));
        assertThat(ends).contains("{a=old.}", "{a=NEW!}", "{a=Nld.}", "{a=NEW.}");
    }

    @Test
    void forcedContentStays() throws IOException {
        Set<String> ends = ends(folder -> write(folder.resolve("a"), "old."), folder -> {
            write(folder.resolve("a"), "NEW!");
            Disks.force(folder.resolve("a"));
        });
        assertThat(ends).containsExactly("{a=NEW!}");
    }

    @Test
    void whatIsWrittenInStepWithTheDiskStays() throws IOException {
        Set<String> ends = ends(
                folder -> write(folder.resolve("a"), "old."),
                folder -> Disks.write(
                        folder.resolve("a"),
                        "NEW!".getBytes(StandardCharsets.UTF_8),
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DSYNC));
        assertThat(ends).containsExactly("{a=NEW!}");
    }

    @Test
    void sectorsComeInAnyOrder() throws IOException {
        byte[] fresh = new byte[10 * 512];
        Arrays.fill(fresh, (byte) 'N');
        Set<String> kinds = new HashSet<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            FaultyDisk disk = Disks.fresh();
            Path file = disk.fileSystem().getPath("/file");
            Disks.write(file, new byte[fresh.length], StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            disk.sync();
            Disks.write(file, fresh, StandardOpenOption.WRITE);
            disk.losePower(new Random(seed));
            byte[] left = Files.readAllBytes(file);
            int holes = 0;
            for (int i = 1; i < left.length; i++) {
                holes += left[i - 1] == 0 && left[i] == 'N' ? 1 : 0;
            }
            kinds.add(holes > 1 ? "holes" : holes == 1 ? "later without earlier" : "prefix");
        }
        assertThat(kinds).containsExactlyInAnyOrder("holes", "later without earlier", "prefix");
    }

    @Test
    void namesAreLostFromTheLastBackwards() throws IOException {
        Set<String> ends = ends(folder -> {}, folder -> {
            for (String name : List.of("a", "b", "c")) {
                write(folder.resolve(name), "");
            }
            Files.delete(folder.resolve("a"));
        });
        assertThat(ends).containsExactlyInAnyOrder("{}", "{a=}", "{a=, b=}", "{a=, b=, c=}", "{b=, c=}");
    }

    @Test
    void aForcedFolderKeepsItsNamesAndNotTheBytesOfItsFiles() throws IOException {
        Set<String> ends = ends(folder -> {}, folder -> {
            write(folder.resolve("a"), "12");
            Disks.force(folder);
        });
        assertThat(ends).contains("{a=}", "{a=12}").doesNotContain("{}");
    }

    @Test
    void aForcedFileMayLackItsName() throws IOException {
        Set<String> ends = ends(folder -> {}, folder -> {
            write(folder.resolve("a"), "12");
            Disks.force(folder.resolve("a"));
        });
        assertThat(ends).containsExactlyInAnyOrder("{}", "{a=12}");
    }

    @Test
    void aRenameThatReplacesHappensWholeOrNot() throws IOException {
        Set<String> ends = ends(folder -> write(folder.resolve("a"), "old"), folder -> {
            write(folder.resolve("b"), "new");
            Disks.force(folder.resolve("b"));
            Files.move(folder.resolve("b"), folder.resolve("a"), StandardCopyOption.ATOMIC_MOVE);
        });
        assertThat(ends).containsExactlyInAnyOrder("{a=old}", "{a=old, b=new}", "{a=new}");
    }

    @Test
    void aFileThatWasRenamedUnforcedMayBeEmptyUnderItsNewName() throws IOException {
        Set<String> ends = ends(folder -> write(folder.resolve("a"), "old"), folder -> {
            write(folder.resolve("b"), "new");
            Files.move(folder.resolve("b"), folder.resolve("a"), StandardCopyOption.ATOMIC_MOVE);
        });
        assertThat(ends).contains("{a=}", "{a=new}", "{a=n}", "{a=old}");
    }

    @Test
    void aRenameFromFolderToFolderHappensInBothOrInNeither() throws IOException {
        Story before = folder -> {
            Files.createDirectory(folder.resolve("x"));
            Files.createDirectory(folder.resolve("y"));
            write(folder.resolve("x/f"), "1");
        };
        Set<String> ends = ends(before, folder -> {
            write(folder.resolve("x/first"), "");
            Files.move(folder.resolve("x/f"), folder.resolve("y/f"), StandardCopyOption.ATOMIC_MOVE);
        });
        assertThat(ends)
                .containsExactlyInAnyOrder("{x={f=1}, y={}}", "{x={f=1, first=}, y={}}", "{x={first=}, y={f=1}}");
        Set<String> forced = ends(before, folder -> {
            write(folder.resolve("x/first"), "");
            Files.move(folder.resolve("x/f"), folder.resolve("y/f"), StandardCopyOption.ATOMIC_MOVE);
            Disks.force(folder.resolve("y"));
        });
        assertThat(forced).containsExactly("{x={first=}, y={f=1}}");
    }

    @Test
    void aSecondNameAndTheLossOfTheFirstAreTwoThings() throws IOException {
        Set<String> ends = ends(
                folder -> {
                    Files.createDirectory(folder.resolve("x"));
                    Files.createDirectory(folder.resolve("y"));
                    write(folder.resolve("x/f"), "1");
                },
                folder -> {
                    Files.createLink(folder.resolve("y/f"), folder.resolve("x/f"));
                    Files.delete(folder.resolve("x/f"));
                });
        assertThat(ends)
                .containsExactlyInAnyOrder("{x={f=1}, y={}}", "{x={f=1}, y={f=1}}", "{x={}, y={f=1}}", "{x={}, y={}}");
    }

    @Test
    void aFolderThatIsLostTakesAllInItAlong() throws IOException {
        Set<String> ends = ends(folder -> {}, folder -> {
            Files.createDirectory(folder.resolve("x"));
            write(folder.resolve("x/f"), "");
            Disks.force(folder.resolve("x"));
        });
        assertThat(ends).containsExactlyInAnyOrder("{}", "{x={f=}}");
    }

    @Test
    void aFolderThatWasRenamedMayLackWhatWasNotForcedInIt() throws IOException {
        Set<String> ends = ends(folder -> {}, folder -> {
            Files.createDirectory(folder.resolve("x"));
            write(folder.resolve("x/f"), "");
            Files.move(folder.resolve("x"), folder.resolve("y"), StandardCopyOption.ATOMIC_MOVE);
            Disks.force(folder);
        });
        assertThat(ends).containsExactlyInAnyOrder("{y={}}", "{y={f=}}");
    }

    @Test
    void aFolderThatIsGoneWasEmptyBefore() throws IOException {
        Set<String> ends = ends(
                folder -> {
                    Files.createDirectory(folder.resolve("x"));
                    write(folder.resolve("x/f"), "1");
                },
                folder -> {
                    Files.delete(folder.resolve("x/f"));
                    Files.delete(folder.resolve("x"));
                });
        assertThat(ends).containsExactlyInAnyOrder("{x={f=1}}", "{x={}}", "{}");
    }

    @Test
    void whatWasOpenIsClosedByTheEndOfItsProcess() throws IOException {
        FaultyDisk disk = Disks.fresh();
        Path file = disk.fileSystem().getPath("/file");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        assertThat(channel.tryLock()).isNotNull();
        disk.processDies();
        assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(1))).isInstanceOf(ClosedChannelException.class);
        try (FileChannel next = FileChannel.open(file, StandardOpenOption.WRITE)) {
            assertThat(next.tryLock()).isNotNull();
            channel.close();
            assertThatThrownBy(next::tryLock).isInstanceOf(java.nio.channels.OverlappingFileLockException.class);
        }
    }

    @Test
    void aProcessThatDiesLosesNothing() throws IOException {
        FaultyDisk disk = Disks.fresh();
        Path folder = Files.createDirectory(disk.fileSystem().getPath("/folder"));
        write(folder.resolve("a"), "12");
        disk.processDies();
        assertThat(state(folder)).isEqualTo("{a=12}");
    }

    @Test
    void whatAProcessLeftUnforcedIsStillLostWithThePower() throws IOException {
        Set<String> ends = new TreeSet<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            FaultyDisk disk = Disks.fresh();
            Path folder = Files.createDirectory(disk.fileSystem().getPath("/folder"));
            disk.sync();
            write(folder.resolve("a"), "1");
            disk.processDies();
            disk.losePower(new Random(seed));
            ends.add(state(folder));
        }
        assertThat(ends).containsExactlyInAnyOrder("{}", "{a=}", "{a=\0}", "{a=1}");
    }

    @Test
    void thePowerGoesInTheMidstOfThings() throws IOException {
        FaultyDisk disk = Disks.fresh();
        Path folder = Files.createDirectory(disk.fileSystem().getPath("/folder"));
        disk.sync();
        disk.offAfter(2);
        write(folder.resolve("a"), "1");
        assertThat(disk.isOff()).isFalse();
        assertThatThrownBy(() -> Disks.force(folder.resolve("a")))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("the machine is off");
        assertThat(disk.isOff()).isTrue();
        assertThatThrownBy(() -> Files.readAllBytes(folder.resolve("a"))).hasMessageContaining("the machine is off");
        disk.losePower(new Random(1));
        write(folder.resolve("a"), "2");
        assertThat(state(folder)).isEqualTo("{a=2}");
    }

    @Test
    void theSameChanceLeavesTheSame() throws IOException {
        Set<List<String>> ends = new HashSet<>();
        for (int run = 0; run < 3; run++) {
            Random random = new Random(7);
            List<String> states = new ArrayList<>();
            FaultyDisk disk = Disks.fresh();
            Path folder = Files.createDirectory(disk.fileSystem().getPath("/folder"));
            for (int i = 0; i < 100; i++) {
                Path file = folder.resolve("f" + random.nextInt(5));
                if (random.nextInt(3) > 0) {
                    write(file, "text " + i);
                } else {
                    Files.deleteIfExists(file);
                }
                if (i % 7 == 0) {
                    disk.losePower(random);
                    if (!Files.exists(folder)) {
                        Files.createDirectory(folder);
                    }
                    states.add(state(folder));
                }
            }
            ends.add(states);
        }
        assertThat(ends).hasSize(1);
    }
}
