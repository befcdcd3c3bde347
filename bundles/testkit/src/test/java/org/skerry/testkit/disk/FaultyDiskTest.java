// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A disk that fills, fails and rots, and is an ordinary one otherwise. */
class FaultyDiskTest {

    private static final int BLOCK = 4096;

    private final FaultyDisk disk = Disks.fresh();
    private final Path top = disk.fileSystem().getPath("/");

    @Test
    void aFullDiskTakesAPartOfWhatIsWrittenAndThenNothing() throws IOException {
        disk.room(disk.used() + 3L * BLOCK);
        try (FileChannel channel =
                FileChannel.open(top.resolve("f"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            assertThat(channel.write(ByteBuffer.allocate(5 * BLOCK))).isEqualTo(2 * BLOCK);
            assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(1)))
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessage("No space left on device");
            assertThat(channel.write(ByteBuffer.allocate(BLOCK), 0)).isEqualTo(BLOCK);
        }
        assertThat(Files.size(top.resolve("f"))).isEqualTo(2 * BLOCK);
        assertThat(Files.getFileStore(top).getUsableSpace()).isZero();
    }

    @Test
    void aFullDiskMakesNothing() {
        disk.room(disk.used());
        assertThatThrownBy(() -> Files.createFile(top.resolve("f")))
                .isExactlyInstanceOf(FileSystemException.class)
                .hasMessage("/f: No space left on device");
        assertThatThrownBy(() -> Files.createDirectory(top.resolve("d"))).hasMessage("/d: No space left on device");
        assertThat(top.resolve("f")).doesNotExist();
        assertThat(top.resolve("d")).doesNotExist();
    }

    @Test
    void whatIsDeletedGivesRoomBack() throws IOException {
        long empty = disk.used();
        disk.room(empty + 4L * BLOCK);
        Files.createDirectory(top.resolve("d"));
        Files.write(top.resolve("d/f"), new byte[2 * BLOCK]);
        assertThatThrownBy(() -> Files.write(top.resolve("g"), new byte[1])).hasMessageContaining("No space left");
        Files.delete(top.resolve("d/f"));
        Files.delete(top.resolve("d"));
        assertThat(disk.used()).isEqualTo(empty);
        Files.write(top.resolve("g"), new byte[3 * BLOCK]);
        try (FileChannel channel = FileChannel.open(top.resolve("g"), StandardOpenOption.WRITE)) {
            channel.truncate(1);
        }
        assertThat(disk.used()).isEqualTo(empty + 2 * BLOCK);
    }

    @Test
    void blocksThatWereNeverWrittenTakeNoRoom() throws IOException {
        long empty = disk.used();
        try (FileChannel channel =
                FileChannel.open(top.resolve("f"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(1), 100L * BLOCK);
        }
        assertThat(disk.used()).isEqualTo(empty + 2 * BLOCK);
        Files.createLink(top.resolve("second"), top.resolve("f"));
        Files.delete(top.resolve("f"));
        assertThat(disk.used()).isEqualTo(empty + 2 * BLOCK);
        Files.delete(top.resolve("second"));
        assertThat(disk.used()).isEqualTo(empty);
    }

    @Test
    void aLossOfPowerKeepsCountOfWhatIsInUse() throws IOException {
        for (int seed = 0; seed < 100; seed++) {
            FaultyDisk it = Disks.fresh();
            Path folder = Files.createDirectory(it.fileSystem().getPath("/folder"));
            it.sync();
            long empty = it.used();
            Files.write(folder.resolve("f"), new byte[3 * BLOCK]);
            Files.write(folder.resolve("g"), new byte[BLOCK]);
            Files.delete(folder.resolve("f"));
            it.losePower(new Random(seed));
            for (String name : Disks.names(folder)) {
                Files.delete(folder.resolve(name));
            }
            assertThat(it.used()).isEqualTo(empty);
        }
    }

    @Test
    void chosenCallsFail() throws IOException {
        Path file = Files.write(top.resolve("f"), new byte[10]);
        Path other = Files.write(top.resolve("g"), new byte[10]);
        for (DiskOperation operation : Set.of(DiskOperation.READ, DiskOperation.WRITE, DiskOperation.FORCE)) {
            disk.trouble((what, path) -> what == operation && path.equals(file));
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                assertThatThrownBy(() -> {
                            switch (operation) {
                                case READ -> channel.read(ByteBuffer.allocate(1));
                                case WRITE -> channel.write(ByteBuffer.allocate(1));
                                default -> channel.force(true);
                            }
                        })
                        .isExactlyInstanceOf(IOException.class)
                        .hasMessage("Input/output error");
            }
            assertThatCode(() -> Disks.force(other)).doesNotThrowAnyException();
        }
        disk.trouble((what, path) -> path.equals(file));
        assertThatThrownBy(() -> FileChannel.open(file)).hasMessage("/f: Input/output error");
        assertThatThrownBy(() -> Files.move(file, top.resolve("h"))).hasMessage("/f: Input/output error");
        assertThatThrownBy(() -> Files.delete(file)).hasMessage("/f: Input/output error");
        disk.trouble(DiskTrouble.NONE);
        assertThat(Files.readAllBytes(file)).hasSize(10);
    }

    @Test
    void callsFailByChance() throws IOException {
        Path file = Files.write(top.resolve("f"), new byte[10]);
        disk.trouble(DiskTrouble.byChance(new Random(1), 0.25, DiskOperation.OPEN));
        int failed = 0;
        for (int i = 0; i < 1000; i++) {
            try {
                Files.readAllBytes(file);
            } catch (FileSystemException e) {
                assertThat(e).hasMessage("/f: Input/output error");
                failed++;
            }
        }
        assertThat(failed).isBetween(200, 300);
    }

    @Test
    void aForceThatFailsForcesNothing() throws IOException {
        Path file = top.resolve("f");
        boolean lost = false;
        for (int seed = 0; seed < 20; seed++) {
            Files.write(file, new byte[] {1});
            disk.sync();
            Disks.write(file, new byte[] {2}, StandardOpenOption.WRITE);
            disk.trouble((what, path) -> what == DiskOperation.FORCE);
            assertThatThrownBy(() -> Disks.force(file)).hasMessage("Input/output error");
            disk.trouble(DiskTrouble.NONE);
            disk.losePower(new Random(seed));
            lost |= Files.readAllBytes(file)[0] == 1;
        }
        assertThat(lost).isTrue();
    }

    @Test
    void aBitRots() throws IOException {
        Path file = Files.write(top.resolve("f"), new byte[] {0, 0, 0});
        disk.sync();
        disk.flipBit(file, 12);
        assertThat(Files.readAllBytes(file)).containsExactly(0, 16, 0);
        disk.losePower(new Random(1));
        assertThat(Files.readAllBytes(file)).containsExactly(0, 16, 0);
        disk.flipBit(Files.write(top.resolve("g"), new byte[1]), 0);
        assertThat(Files.readAllBytes(top.resolve("g"))).containsExactly(1);
        assertThatThrownBy(() -> disk.flipBit(file, 24)).hasMessage("the file has no bit 24");
    }

    @Test
    void aBitStaysRottenWhatsoeverThePowerLeaves() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            Path file = Files.write(top.resolve("f"), new byte[] {0, 0, 0});
            disk.sync();
            Disks.write(file, new byte[] {9}, StandardOpenOption.WRITE);
            disk.flipBit(file, 12);
            disk.losePower(new Random(seed));
            assertThat(Files.readAllBytes(file)[1]).isEqualTo((byte) 16);
        }
    }

    @Test
    void isAnOrdinaryDiskOtherwise() throws IOException {
        Path folder = Files.createDirectories(top.resolve("a/b/c"));
        Path file = Files.writeString(folder.resolve("f"), "text");
        assertThatThrownBy(() -> Files.createFile(file)).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> Files.createDirectory(folder)).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> FileChannel.open(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> Files.createFile(folder.resolve("none/f"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> Files.move(file, folder.resolve("f2").resolve("f")))
                .isInstanceOf(NoSuchFileException.class);
        Files.copy(file, folder.resolve("copy"));
        assertThatThrownBy(() -> Files.move(file, folder.resolve("copy")))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> Files.delete(folder)).isInstanceOf(java.nio.file.DirectoryNotEmptyException.class);
        Files.createSymbolicLink(top.resolve("link"), folder);
        assertThat(Files.readString(top.resolve("link/copy"))).isEqualTo("text");
        Files.writeString(top.resolve("link/copy"), " more", StandardOpenOption.APPEND);
        assertThat(Files.readString(folder.resolve("copy"))).isEqualTo("text more");
        assertThat(Disks.names(top)).contains("a", "link").noneMatch(name -> name.startsWith("."));
        assertThat(top.resolve("link").toRealPath()).isEqualTo(folder);
        assertThat(folder.resolve("../f").normalize()).isEqualTo(top.resolve("a/b/f"));
    }

    @Test
    void aThreadThatIsInterruptedClosesTheFileForItselfOnly() throws IOException {
        Path file = Files.writeString(top.resolve("f"), "text");
        try (FileChannel mine = FileChannel.open(file);
                FileChannel other = FileChannel.open(file)) {
            Files.move(file, top.resolve("g"));
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> mine.read(ByteBuffer.allocate(4))).isInstanceOf(ClosedChannelException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(other.read(ByteBuffer.allocate(4))).isEqualTo(4);
        }
    }

    @Test
    void anOpenFolderStaysItselfUnderAnotherName() throws IOException {
        Path folder = Files.createDirectory(top.resolve("d"));
        Files.writeString(folder.resolve("f"), "text");
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            assertThat(stream).isInstanceOf(SecureDirectoryStream.class);
            SecureDirectoryStream<Path> open = (SecureDirectoryStream<Path>) stream;
            Files.move(folder, top.resolve("e"), StandardCopyOption.ATOMIC_MOVE);
            open.move(disk.fileSystem().getPath("f"), open, disk.fileSystem().getPath("g"));
            assertThat(Files.readString(top.resolve("e/g"))).isEqualTo("text");
            open.deleteFile(disk.fileSystem().getPath("g"));
            assertThat(top.resolve("e")).isEmptyDirectory();
        }
    }
}
