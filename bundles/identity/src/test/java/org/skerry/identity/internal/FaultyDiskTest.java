// SPDX-License-Identifier: Apache-2.0
package org.skerry.identity.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.skerry.api.PeerId;
import org.skerry.testkit.disk.DiskOperation;
import org.skerry.testkit.disk.DiskTrouble;
import org.skerry.testkit.disk.FaultyDisk;

/** An identity on a disk that loses its power, fails or is full. */
class FaultyDiskTest {

    private final FaultyDisk disk = disk();
    private final Path folder = disk.fileSystem().getPath("/home/identity");

    private static FaultyDisk disk() {
        try {
            return FaultyDisk.around(Jimfs.newFileSystem(Configuration.unix().toBuilder()
                    .setAttributeViews("basic", "owner", "posix", "unix")
                    .build()));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private LocalIdentity open() throws IOException {
        return open(disk, folder);
    }

    private static LocalIdentity open(FaultyDisk disk, Path folder) throws IOException {
        return LocalIdentity.open(disk.fileSystem().getPath(folder.toString()), Clock.systemUTC(), new SecureRandom());
    }

    @Test
    void outlivesThePower() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            FaultyDisk fresh = disk();
            LocalIdentity first = open(fresh, folder);
            PeerId self = first.self();
            long incarnation = first.incarnation();
            fresh.losePower(new Random(seed));
            first.close();
            try (LocalIdentity again = open(fresh, folder)) {
                assertThat(again.self()).as("seed %d", seed).isEqualTo(self);
                assertThat(again.incarnation()).isGreaterThan(incarnation);
            }
        }
    }

    @Test
    void opensAgainAfterAnyMomentAtWhichThePowerWent() throws IOException {
        for (int changes = 0; changes < 40; changes++) {
            FaultyDisk fresh = disk();
            open(fresh, folder).close();
            fresh.sync();
            fresh.offAfter(changes);
            PeerId self;
            try (LocalIdentity last = open(fresh, folder)) {
                self = last.self();
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("the machine is off");
                self = null;
            }
            fresh.losePower(new Random(changes));
            try (LocalIdentity again = open(fresh, folder)) {
                assertThat(self == null || again.self().equals(self)).isTrue();
            }
        }
    }

    @Test
    void aFirstStartThatThePowerEndedIsBegunAgain() throws IOException {
        for (int changes = 0; changes < 40; changes++) {
            FaultyDisk fresh = disk();
            fresh.offAfter(changes);
            try (LocalIdentity first = open(fresh, folder)) {
                assertThat(first.self()).isNotNull();
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("the machine is off");
            }
            fresh.losePower(new Random(changes));
            open(fresh, folder).close();
        }
    }

    @Test
    void makesNoNewIdentityBecauseTheDiskDoesNotTellOfTheOldOne() throws IOException {
        PeerId self;
        try (LocalIdentity first = open()) {
            self = first.self();
        }
        byte[] key = Files.readAllBytes(folder.resolve("identity.key"));
        disk.trouble((what, path) -> (what == DiskOperation.LOOK || what == DiskOperation.OPEN)
                && folder.equals(path.getParent())
                && !path.endsWith("lock"));
        assertThatThrownBy(this::open)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("identity.key")
                .hasMessageContaining("Input/output error");
        disk.trouble(DiskTrouble.NONE);
        assertThat(folder.resolve("identity.key")).hasBinaryContent(key);
        try (LocalIdentity again = open()) {
            assertThat(again.self()).isEqualTo(self);
        }
    }

    @Test
    void saysThatTheDiskIsFullAndOpensWhenThereIsRoom() throws IOException {
        open().close();
        disk.room(disk.used());
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("No space left on device");
        disk.room(Long.MAX_VALUE);
        open().close();
    }

    @Test
    void saysWhatIsWrongWithAFileThatCannotBeWritten() {
        Path file = folder.resolve("missing/identity.key");
        assertThatThrownBy(() -> new OwnerFile(file).write(new byte[1]))
                .hasMessage("cannot write " + file + ": no such file or folder: " + file + ".tmp");
    }

    @Test
    void aFolderWhoseNameCouldNotBeForcedLastsOnceTheNextTryHasMadeIt() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            FaultyDisk fresh = disk();
            Path its = fresh.fileSystem().getPath(folder.toString());
            fresh.trouble((what, path) -> what == DiskOperation.FORCE && path.equals(its.getParent()));
            assertThatThrownBy(() -> OwnerFile.makeFolder(its)).hasMessageContaining("Input/output error");
            fresh.trouble(DiskTrouble.NONE);
            OwnerFile.makeFolder(its);
            fresh.losePower(new Random(seed));
            assertThat(its).as("seed %d", seed).isDirectory();
        }
    }
}
