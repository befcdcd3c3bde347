// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyTest {

    @TempDir
    Path folder;

    private static String rights(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void keepsWhatItReadsBack() throws IOException {
        SigningKey made = SigningKey.make();
        Path file = folder.resolve("alice");
        assertThat(made.write(file)).isEqualTo(folder.resolve("alice.pub"));
        SigningKey read = SigningKey.read(file);
        assertThat(read.fingerprint()).isEqualTo(made.fingerprint()).matches("sha256:[0-9a-f]{64}");
        assertThat(PublisherKey.read(folder.resolve("alice.pub")).fingerprint()).isEqualTo(made.fingerprint());
        byte[] digest = new byte[32];
        assertThat(read.sign(digest, Signatures.none()).text())
                .isEqualTo(made.sign(digest, Signatures.none()).text());
    }

    @Test
    void makesAnotherKeyEachTime() {
        assertThat(SigningKey.make().fingerprint())
                .isNotEqualTo(SigningKey.make().fingerprint());
    }

    @Test
    void writesASecretThatOnlyItsOwnerMayRead() throws IOException {
        Path file = folder.resolve("alice");
        Path open = SigningKey.make().write(file);
        assertThat(rights(file)).isEqualTo("rw-------");
        assertThat(rights(open)).startsWith("rw-").doesNotContain("w--w").doesNotEndWith("w-");
        assertThat(Files.readString(file)).startsWith("-----BEGIN PRIVATE KEY-----\n");
        assertThat(Files.readString(open))
                .startsWith("-----BEGIN PUBLIC KEY-----\n")
                .doesNotContain("PRIVATE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "alice.pub"})
    void replacesNothingAndLeavesNothingHalf(String there) throws IOException {
        Path file = Folders.file(folder.resolve(there), "mine");
        assertThatThrownBy(() -> SigningKey.make().write(folder.resolve("alice")))
                .isInstanceOf(IOException.class)
                .hasMessage(file + " is there already, and no key is ever replaced; choose another name");
        assertThat(Folders.names(folder)).containsExactly(there);
        assertThat(file).hasContent("mine");
    }

    @Test
    void doesNotFollowALinkToWhereItWouldWrite() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("alice"), folder.resolve("elsewhere"));
        assertThatThrownBy(() -> SigningKey.make().write(link)).hasMessageContaining("is there already");
        assertThat(folder.resolve("elsewhere")).doesNotExist();
    }

    @Test
    void saysWhereItCannotWrite() {
        Path file = folder.resolve("none/alice");
        assertThatThrownBy(() -> SigningKey.make().write(file))
                .hasMessage(file + " cannot be written: no such file or folder");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwx--x---"})
    void refusesASecretThatOthersMayUse(String rights) throws IOException {
        Path file = folder.resolve("alice");
        SigningKey.make().write(file);
        Folders.chmod(file, rights);
        assertThatThrownBy(() -> SigningKey.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("others may use the secret key " + file)
                .hasMessageContaining("chmod go= " + file);
    }

    @Test
    void refusesWhatHoldsNoSecretOfThisKind() throws Exception {
        Path file = folder.resolve("x");
        String[] all = {
            "",
            "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n",
            Files.readString(SigningKey.make().write(folder.resolve("alice"))),
            Pem.encode(Pem.SECRET, new byte[48]),
            Pem.encode(Pem.SECRET, encoded("RSA")),
            Pem.encode(Pem.SECRET, encoded("X25519")),
            Pem.encode(Pem.SECRET, encoded("Ed448"))
        };
        for (String text : all) {
            Folders.file(file, text);
            Folders.chmod(file, "rw-------");
            assertThatThrownBy(() -> SigningKey.read(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(file + " holds no Ed25519 key in PEM");
        }
    }

    private static byte[] encoded(String kind) throws Exception {
        return KeyPairGenerator.getInstance(kind).generateKeyPair().getPrivate().getEncoded();
    }

    @Test
    void saysThatThereIsNoSuchFile() {
        Path file = folder.resolve("none");
        assertThatThrownBy(() -> SigningKey.read(file)).hasMessage("there is no " + file);
    }

    @Test
    void showsNoSecretInLogs() throws IOException {
        SigningKey key = SigningKey.make();
        assertThat(key).hasToString("SigningKey[" + key.fingerprint() + "]");
    }
}
