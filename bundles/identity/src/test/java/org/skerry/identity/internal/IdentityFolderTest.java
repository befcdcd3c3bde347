// SPDX-License-Identifier: Apache-2.0
package org.skerry.identity.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skerry.base.bytes.Bytes;

class IdentityFolderTest {

    @TempDir
    Path home;

    private final SecureRandom random = new SecureRandom();
    private final MovableClock clock = new MovableClock();
    private Path folder;

    @BeforeEach
    void placeFolder() {
        folder = home.resolve("state/identity");
    }

    private LocalIdentity open() throws IOException {
        return LocalIdentity.open(folder, clock, random);
    }

    @Test
    void isReadableByItsOwnerOnly() throws IOException {
        open().close();
        assertThat(mode(folder)).isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertThat(all)
                    .extracting(file -> file.getFileName().toString())
                    .containsExactlyInAnyOrder("identity.key", "seal.keys", "incarnation", "lock");
            for (Path file : all) {
                assertThat(mode(file)).as("%s", file).isEqualTo("rw-------");
            }
        }
    }

    @Test
    void takesBackRightsThatOthersHave() throws IOException {
        open().close();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(folder.resolve("identity.key"), PosixFilePermissions.fromString("rw-r--r--"));
        open().close();
        assertThat(mode(folder)).isEqualTo("rwx------");
        assertThat(mode(folder.resolve("identity.key"))).isEqualTo("rw-------");
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void refusesEveryDamagedFileAndNamesIt() throws IOException {
        open().close();
        for (String name : List.of("identity.key", "seal.keys", "incarnation")) {
            Path file = folder.resolve(name);
            byte[] good = Files.readAllBytes(file);
            for (int length = 0; length < good.length; length++) {
                Files.write(file, Arrays.copyOf(good, length));
                assertDamaged(file);
            }
            Files.write(file, Bytes.concat(good, new byte[1]));
            assertDamaged(file);
            Files.write(file, new byte[100_000]);
            assertDamaged(file);
            Files.write(file, good);
        }
        open().close();
    }

    @Test
    void noticesEveryFlippedByteOfItsKeys() throws IOException {
        open().close();
        for (String name : List.of("identity.key", "seal.keys")) {
            Path file = folder.resolve(name);
            byte[] good = Files.readAllBytes(file);
            int at = 0;
            for (int i = 0; i < good.length; i++) {
                byte[] bad = good.clone();
                bad[i] ^= (byte) (1 << i % 7);
                Files.write(file, bad);
                at += isRefused() ? 1 : 0;
            }
            Files.write(file, good);
            // The time at which a seal key was made is not signed, and bits of an X25519 key are ignored.
            assertThat(at).as(name).isGreaterThanOrEqualTo(good.length - 6);
        }
    }

    private boolean isRefused() {
        try {
            open().close();
            return false;
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("is damaged");
            return true;
        }
    }

    private void assertDamaged(Path file) throws IOException {
        assertThatIOException().isThrownBy(() -> open().close()).withMessageContaining(file + " is damaged");
    }

    @Test
    void doesNotBecomeAnotherPeerWhenItsKeyIsLost() throws IOException {
        open().close();
        Files.delete(folder.resolve("identity.key"));
        assertThatIOException()
                .isThrownBy(() -> open().close())
                .withMessageContaining("identity.key is missing")
                .withMessageContaining("restore");
        assertThat(folder.resolve("identity.key")).doesNotExist();
    }

    @Test
    void refusesAFolderThatAnotherNodeHasOpen() throws IOException {
        try (LocalIdentity first = open()) {
            assertThatIOException().isThrownBy(this::open).withMessageContaining("in use by another node");
            assertThat(first.self()).isNotNull();
        }
        open().close();
    }
}
