// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SignCommandTest {

    @TempDir
    Path folder;

    private Path home;
    private Path publishers;
    private Path jar;
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @BeforeEach
    void makeHome() throws IOException {
        home = folder.resolve("home");
        publishers = Files.createDirectories(home.resolve("etc/publishers"));
        Files.setPosixFilePermissions(publishers, PosixFilePermissions.fromString("rwxr-xr-x"));
        jar = Files.writeString(folder.resolve("app.jar"), "code");
    }

    private int run(Object... words) {
        out = new StringWriter();
        err = new StringWriter();
        CommandLine line = CommandLines.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        String[] args = new String[words.length + 3];
        args[0] = "sign";
        args[1] = "--home";
        args[2] = home.toString();
        for (int i = 0; i < words.length; i++) {
            args[i + 3] = words[i].toString();
        }
        return line.execute(args);
    }

    /** Makes a key and returns its file. */
    private Path key(String name) {
        Path key = folder.resolve(name);
        assertThat(run("--new-key", key)).isZero();
        return key;
    }

    private void trust(Path key) throws IOException {
        String name = key.getFileName() + ".pub";
        Files.copy(key.resolveSibling(name), publishers.resolve(name));
    }

    private String fingerprintIn(Path signatures, int line) throws IOException {
        return Files.readAllLines(signatures).get(line).split(" ")[0];
    }

    @Test
    void whatIsSignedWithATrustedKeyPasses() throws IOException {
        Path alice = key("alice");
        String fingerprint = out.toString().strip();
        assertThat(fingerprint).matches("sha256:[0-9a-f]{64}");
        assertThat(run("--key", alice, jar)).isZero();
        assertThat(out.toString().strip()).isEqualTo(jar + ".sig");
        assertThat(run("--check", jar)).isEqualTo(Exit.FAILED);
        assertThat(out.toString())
                .startsWith("fail  " + jar + ": app.jar is signed with a key that is not trusted here, ");
        trust(alice);
        assertThat(run("--check", jar)).isZero();
        assertThat(out.toString().strip()).isEqualTo("ok    " + jar + ": signed by alice (" + fingerprint + ")");
        Files.writeString(jar, "other code");
        assertThat(run("--check", jar)).isEqualTo(Exit.FAILED);
        assertThat(out.toString()).contains("app.jar is not what alice (" + fingerprint + ") has signed");
    }

    @Test
    void checksAllEvenIfOneFails() throws IOException {
        Path alice = key("alice");
        trust(alice);
        Path other = Files.writeString(folder.resolve("other.jar"), "more");
        assertThat(run("--key", alice, other)).isZero();
        assertThat(run("--check", jar, other)).isEqualTo(Exit.FAILED);
        assertThat(out.toString().lines())
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("fail  " + jar + ": app.jar is not signed"),
                        second -> assertThat(second).startsWith("ok    " + other + ": signed by alice"));
    }

    @Test
    void signsBesideOtherKeysUnlessToldToReplaceThem() throws IOException {
        Path alice = key("alice");
        String first = out.toString().strip();
        Path bob = key("bob");
        String second = out.toString().strip();
        Path signatures = folder.resolve("app.jar.sig");
        run("--key", alice, jar);
        run("--key", bob, jar);
        run("--key", alice, jar);
        assertThat(Files.readAllLines(signatures)).hasSize(3);
        assertThat(fingerprintIn(signatures, 1)).isEqualTo(first);
        assertThat(fingerprintIn(signatures, 2)).isEqualTo(second);
        assertThat(run("--key", bob, "--replace", jar)).isZero();
        assertThat(Files.readAllLines(signatures)).hasSize(2);
        assertThat(fingerprintIn(signatures, 1)).isEqualTo(second);
    }

    @Test
    void keepsASignatureFileThatItCannotRead() throws IOException {
        Path alice = key("alice");
        Path signatures = Files.writeString(folder.resolve("app.jar.sig"), "something");
        assertThat(run("--key", alice, jar)).isEqualTo(Exit.FAILED);
        assertThat(err.toString()).contains("app.jar.sig does not begin with").contains("--replace");
        assertThat(signatures).hasContent("something");
        assertThat(run("--key", alice, "--replace", jar)).isZero();
        assertThat(Files.readAllLines(signatures)).hasSize(2);
    }

    @Test
    void replacesNoKey() throws IOException {
        Path alice = key("alice");
        String before = Files.readString(alice);
        assertThat(run("--new-key", alice)).isEqualTo(Exit.FAILED);
        assertThat(err.toString().strip())
                .isEqualTo("skerry: " + alice + " is there already, and no key is ever replaced; choose another name");
        assertThat(alice).hasContent(before);
    }

    @Test
    void refusesASecretKeyThatOthersMayRead() throws IOException {
        Path alice = key("alice");
        Files.setPosixFilePermissions(alice, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(run("--key", alice, jar)).isEqualTo(Exit.FAILED);
        assertThat(err.toString().strip().lines()).singleElement().asString().contains("chmod go= " + alice);
        assertThat(folder.resolve("app.jar.sig")).doesNotExist();
    }

    @Test
    void namesAFileOfThePublishersThatIsNoKey() throws IOException {
        Path file = Files.writeString(publishers.resolve("bob.pub"), "bob");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(run("--check", jar)).isEqualTo(Exit.FAILED);
        assertThat(err.toString().strip())
                .isEqualTo("skerry: " + file + " holds no public key in PEM; get it anew, or remove it");
    }

    @Test
    void missesFilesBeforeItWritesAny() {
        Path alice = key("alice");
        Path none = folder.resolve("none.jar");
        assertThat(run("--key", alice, jar, none)).isEqualTo(Exit.NOT_FOUND);
        assertThat(err.toString().strip()).isEqualTo("skerry: there is no " + none);
        assertThat(run("--check", none)).isEqualTo(Exit.NOT_FOUND);
        assertThat(run("--key", folder.resolve("nokey"), jar)).isEqualTo(Exit.NOT_FOUND);
        assertThat(err.toString()).contains("; make a key with 'skerry --home " + home + " sign --new-key FILE'");
        assertThat(run("--key", alice, jar, folder)).isEqualTo(Exit.FAILED);
        assertThat(err.toString()).contains(folder + " is a folder, where a file is needed");
        assertThat(folder.resolve("app.jar.sig")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "app.jar",
                "--key k",
                "--check",
                "--new-key k app.jar",
                "--new-key k --key k",
                "--key k --check app.jar",
                "--check --replace app.jar",
                "--key k app.jar.sig",
                "--check app.jar.sig"
            })
    void refusesWhatMakesNoSense(String line) {
        Object[] words = line.isEmpty() ? new Object[0] : line.split(" ");
        assertThat(run(words)).isEqualTo(Exit.USAGE);
        assertThat(err.toString().strip().lines()).singleElement().asString().endsWith("; see 'skerry sign --help'");
    }
}
