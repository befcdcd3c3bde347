// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactTest {

    /** Of the samples, which OpenSSL 3.0 has made. */
    private static final String FINGERPRINT = "sha256:a050837d85070582ccf7394b0988847cc312cb88259b894899f6f239cf1791a5";

    /** Its secret half: the bytes 0 to 31 in PKCS#8. */
    private static final String SECRET =
            "302e020100300506032b657004220420" + "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    @TempDir
    Path folder;

    private Artifact artifact(String name) throws IOException {
        return new Artifact(Folders.file(folder.resolve(name), "hello\n"));
    }

    /** What version 1 wrote is read, and made again byte for byte: Ed25519 signatures leave nothing to chance. */
    @Test
    void agreesWithTheSampleOfVersionOne() throws Exception {
        Path publishers = Folders.folder(folder.resolve("publishers"));
        Folders.sample("sample.pub", publishers.resolve("sample.pub"));
        Folders.sample("hello.txt.sig", folder.resolve("hello.txt.sig"));
        Artifact hello = new Artifact(Folders.sample("hello.txt", folder.resolve("hello.txt")));
        String sample = hello.signature().orElseThrow();
        assertThat(Publishers.read(publishers).check(hello.name(), hello.sha256(), Optional.of(sample)))
                .isEqualTo(FINGERPRINT);
        byte[] der = HexFormat.of().parseHex(SECRET);
        Path secret = Folders.file(folder.resolve("sample.key"), Pem.encode(Pem.SECRET, der));
        Folders.chmod(secret, "rw-------");
        SigningKey key = SigningKey.read(secret);
        hello.write(key.sign(hello.sha256(), Signatures.none()));
        assertThat(hello.signature()).contains(sample);
    }

    @Test
    void hashesTheFile() throws IOException {
        assertThat(HexFormat.of().formatHex(artifact("a").sha256()))
                .isEqualTo("5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03");
    }

    @Test
    void keepsItsSignaturesBesideIt() throws IOException {
        Artifact artifact = artifact("a.jar");
        assertThat(artifact.signature()).isEmpty();
        Signatures first = SigningKey.make().sign(artifact.sha256(), Signatures.none());
        artifact.write(first);
        assertThat(artifact.signatureFile()).isEqualTo(folder.resolve("a.jar.sig"));
        assertThat(artifact.signature()).contains(first.text());
        Signatures second = SigningKey.make().sign(artifact.sha256(), first);
        artifact.write(second);
        assertThat(artifact.signature()).contains(second.text());
        assertThat(Folders.names(folder)).containsExactlyInAnyOrder("a.jar", "a.jar.sig");
        assertThat(Files.getPosixFilePermissions(artifact.signatureFile()))
                .contains(PosixFilePermission.OWNER_READ)
                .doesNotContain(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
    }

    @Test
    void replacesALinkAndNotWhereItLeads() throws IOException {
        Artifact artifact = artifact("a.jar");
        Path elsewhere = Folders.file(folder.resolve("elsewhere"), "mine");
        Files.createSymbolicLink(artifact.signatureFile(), elsewhere);
        artifact.write(SigningKey.make().sign(artifact.sha256(), Signatures.none()));
        assertThat(elsewhere).hasContent("mine");
        assertThat(artifact.signatureFile()).isRegularFile();
        assertThat(Files.isSymbolicLink(artifact.signatureFile())).isFalse();
    }

    @Test
    void readsNoMoreOfAHugeSignatureFileThanItTakesToRefuseIt() throws IOException {
        Artifact artifact = artifact("a.jar");
        try (RandomAccessFile huge =
                new RandomAccessFile(artifact.signatureFile().toFile(), "rw")) {
            huge.setLength(1L << 40); // takes no room where it is a hole
        }
        String text = artifact.signature().orElseThrow();
        assertThat(text).hasSize(Signatures.MAX_CHARS + 1);
        assertThatThrownBy(() -> Signatures.parse(artifact.name(), text))
                .hasMessageStartingWith("a.jar.sig is longer than 16384 bytes");
    }

    @Test
    void leavesTheOldSignaturesWhenItCannotWrite() throws IOException {
        Artifact artifact = artifact("a.jar");
        Files.createDirectory(artifact.signatureFile());
        Files.createFile(artifact.signatureFile().resolve("mine"));
        Signatures signatures = SigningKey.make().sign(artifact.sha256(), Signatures.none());
        assertThatThrownBy(() -> artifact.write(signatures))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(artifact.signatureFile() + " cannot be written: ");
        assertThat(Folders.names(folder)).containsExactlyInAnyOrder("a.jar", "a.jar.sig");
    }

    @Test
    void saysWhatCannotBeRead() throws IOException {
        Artifact gone = new Artifact(folder.resolve("gone"));
        assertThatThrownBy(gone::sha256).hasMessage(gone.file() + " cannot be read: no such file or folder");
        Artifact artifact = artifact("a.jar");
        Files.createSymbolicLink(artifact.signatureFile(), Path.of("nowhere"));
        assertThatThrownBy(artifact::signature).hasMessageStartingWith(artifact.signatureFile() + " is no file");
    }

    @Test
    void knowsASignatureFileByItsName() throws IOException {
        assertThat(artifact("a.jar").isSignatureFile()).isFalse();
        assertThat(artifact("a.jar.sig").isSignatureFile()).isTrue();
    }
}
