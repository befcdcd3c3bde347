// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a folder of publishers may hold, and what is refused. */
class PublisherFilesTest {

    private static final String PREFIX = "302a300506032b6570032100";

    @TempDir
    Path temporary;

    private final SigningKey alice = SigningKey.make();
    private Path folder;
    private Path secret;
    private Path open;

    @BeforeEach
    void makeKey() throws IOException {
        folder = Folders.folder(temporary.resolve("publishers"));
        secret = temporary.resolve("key");
        open = alice.write(secret);
    }

    private void assertRefused(Path named, String why) {
        assertThatThrownBy(() -> Publishers.read(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(named.toString())
                .hasMessageContaining(why);
    }

    private static String pem(String hex) {
        return Pem.encode(Pem.PUBLIC, HexFormat.of().parseHex(hex));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.pub", "x.revoked"})
    void refusesWhatHoldsNoKey(String name) throws IOException {
        Path file = folder.resolve(name);
        String good = Files.readString(open);
        String[] all = {
            "",
            "hello",
            good + good,
            good.replace("PUBLIC", "PUBIC"),
            good.replace("-----END", "=\n-----END"),
            good.replace("-----END", "é\n-----END"),
            "-----BEGIN PUBLIC KEY-----"
        };
        for (String text : all) {
            Folders.file(file, text);
            assertRefused(file, "holds no public key in PEM; get it anew, or remove it");
        }
    }

    @Test
    void refusesKeysOfOtherKinds() throws Exception {
        Path file = folder.resolve("x.pub");
        for (String kind : new String[] {"RSA", "EC", "X25519", "Ed448"}) {
            byte[] der = KeyPairGenerator.getInstance(kind)
                    .generateKeyPair()
                    .getPublic()
                    .getEncoded();
            Folders.file(file, Pem.encode(Pem.PUBLIC, der));
            assertRefused(file, "holds a key that is not Ed25519");
        }
    }

    /** Else one key could have two fingerprints, and a revoked one come back under the other. */
    @Test
    void refusesAnyOtherFormOfAKey() throws Exception {
        byte[] der = Pem.decode(Pem.PUBLIC, Files.readString(open)).orElseThrow();
        String key = HexFormat.of().formatHex(der).substring(PREFIX.length());
        Path file = folder.resolve("x.pub");
        for (String odd : new String[] {"302c300706032b65700500032100" + key, PREFIX + key + "00", PREFIX}) {
            Folders.file(file, pem(odd));
            assertRefused(file, "holds a key that is not Ed25519");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000080",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
            })
    void refusesAKeyThatAnyoneCanSignFor(String key) throws IOException {
        Path file = Folders.file(folder.resolve("x.pub"), pem(PREFIX + key));
        assertRefused(file, "holds a key for which anyone can sign; remove it");
    }

    @Test
    void refusesAKeyThatIsNoPointOfTheCurve() throws IOException {
        Path file = Folders.file(folder.resolve("x.pub"), pem(PREFIX + "02" + "00".repeat(31)));
        assertRefused(file, "holds a damaged key; get it anew, or remove it");
    }

    @Test
    void refusesASecretKey() throws IOException {
        Path file = Files.copy(secret, folder.resolve("x.pub"));
        assertRefused(file, "holds a secret key, which belongs to the publisher alone");
    }

    @Test
    void refusesAHugeFile() throws IOException {
        Path file = Folders.file(folder.resolve("x.pub"), Files.readString(open) + " ".repeat(4096));
        assertRefused(file, "is longer than 4096 bytes");
    }

    @ParameterizedTest
    @CsvSource({"rw-rw-r--, x.pub", "rw-r--rw-, x.pub", "rw-rw-r--, x.revoked"})
    void refusesAFileThatOthersMayWrite(String rights, String name) throws IOException {
        Path file = Files.copy(open, folder.resolve(name));
        Folders.chmod(file, rights);
        assertRefused(file, "mend it with: chmod go-w " + file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwxr-x", "rwxr-xrwx"})
    void refusesAFolderThatOthersMayWrite(String rights) throws IOException {
        Files.copy(open, folder.resolve("x.pub"));
        Folders.chmod(folder, rights);
        assertRefused(folder, "mend it with: chmod go-w " + folder);
    }

    @Test
    void refusesWhatIsNoFileOrCannotBeRead() throws IOException {
        Path file = folder.resolve("x.pub");
        Files.createDirectory(file);
        assertRefused(file, "is no file");
        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("nowhere"));
        assertRefused(file, "is a link to a file that is not there; remove the link, or mend it");
        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("x.pub"));
        assertRefused(file, "cannot be told");
    }

    @Test
    void refusesAFolderThatIsNone() throws IOException {
        Files.delete(folder);
        Files.createSymbolicLink(folder, Path.of("nowhere"));
        assertRefused(folder, "is no folder");
        Files.delete(folder);
        Files.createFile(folder);
        assertRefused(folder, "is no folder");
    }

    @Test
    void followsLinksAndIgnoresWhatIsNoKey() throws IOException {
        Files.createSymbolicLink(folder.resolve("alice.pub"), open);
        Folders.file(folder.resolve("README"), "who is who");
        Folders.file(folder.resolve(".half.pub"), "half");
        Files.createDirectory(folder.resolve("old"));
        assertThat(Publishers.read(folder).trusted()).containsExactly(alice.fingerprint());
    }
}
