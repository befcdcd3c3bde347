// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.skerry.upgrade.TestJar;
import org.skerry.upgrade.set.BundleSet;
import org.skerry.upgrade.set.FileHash;
import org.skerry.upgrade.set.SetBundle;
import org.skerry.upgrade.set.SetStore;
import org.skerry.upgrade.set.Sets;

class IntakeTest {

    private static final String SIGNER = "sha256:" + "12".repeat(32);
    private static final int MOST = 4 << 20;
    private static final String JAR = "system/org/plug/1/plug-1.jar";
    private static final BundleSet CURRENT = Sets.set(1, 0, Sets.shipped("one", "1.0.0", "node"));

    @TempDir
    Path folder;

    private SetStore store;
    private Path file;

    @BeforeEach
    void setUp() {
        store = SetStore.of(folder.resolve("home"));
        file = folder.resolve("given.zip");
    }

    @AfterEach
    void nothingIsLeftOfWhatCameIn() throws IOException {
        assertThat(names("incoming")).isEmpty();
    }

    private List<String> names(String within) throws IOException {
        Path all = store.folder().resolve(within);
        if (Files.notExists(all)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(all)) {
            return files.map(it -> it.getFileName().toString()).toList();
        }
    }

    private List<Offer> take(Intake.Signers signers) throws RefusedException, IOException {
        return new Intake(store, signers, new Shipped(store.folder(), FeatureFiles.reader()), () -> MOST)
                .take(file, CURRENT);
    }

    private List<Offer> take(TestJar jar) throws RefusedException, IOException {
        jar.write(file);
        return take((name, sha256, signature) -> Optional.of(SIGNER));
    }

    private SetBundle single(TestJar jar) throws RefusedException, IOException {
        List<Offer> offers = take(jar);
        assertThat(offers).hasSize(1);
        assertThat(offers.get(0).feature()).isEmpty();
        assertThat(offers.get(0).bundles()).hasSize(1);
        return offers.get(0).bundles().get(0);
    }

    private Path kept(SetBundle bundle) throws IOException {
        return store.jar(bundle, folder);
    }

    private static TestJar archive(String... jars) {
        TestJar out = TestJar.zip().entry("feature.json", FeatureFiles.feature("plug", "org:plug:1"));
        for (String jar : jars) {
            out.entry(jar, TestJar.bundle("plug", "1.0.0").bytes());
        }
        return out;
    }

    @Test
    void aBundleTakesThePlaceOfTheOneOfItsName() throws Exception {
        SetBundle bundle = single(TestJar.bundle("one", "2.0.0"));
        SetBundle old = CURRENT.bundles().get(0);
        assertThat(bundle.title()).isEqualTo("one 2.0.0");
        assertThat(bundle.location()).isEqualTo(old.location());
        assertThat(bundle.startLevel()).isEqualTo(old.startLevel());
        assertThat(bundle.feature()).isEqualTo("node");
        assertThat(bundle.signer()).contains(SIGNER);
        assertThat(bundle.sha256()).isEqualTo(FileHash.of(file));
        assertThat(kept(bundle)).hasSameBinaryContentAs(file);
    }

    @Test
    void aBundleThatIsNewIsAFeatureOfItsOwn() throws Exception {
        SetBundle bundle = single(TestJar.bundle("new;singleton:=true", "2.0.0"));
        assertThat(bundle.name()).isEqualTo("new");
        assertThat(bundle.feature()).isEqualTo("new");
        assertThat(bundle.location()).isEqualTo("feature:deployed:new");
        assertThat(bundle.jar().shipped()).isFalse();
        assertThat(single(TestJar.bundle("new;singleton:=true", "2.0.0"))).isEqualTo(bundle);
        assertThat(names("bundles")).hasSize(1);
    }

    @Test
    void aFeatureArchiveBringsItsBundles() throws Exception {
        List<Offer> offers = take(TestJar.zip()
                .entry("feature.json", FeatureFiles.feature("plug", "org.x:b:2", "org:a:jar:cl:1"))
                .entry("system/org/a/1/a-1-cl.jar", TestJar.bundle("a", "1.0.0").bytes())
                .entry("system/org/x/b/2/b-2.jar", TestJar.bundle("b", "2.0.0").bytes()));
        assertThat(offers).hasSize(1);
        assertThat(offers.get(0).feature()).contains("plug");
        assertThat(offers.get(0).bundles())
                .extracting(SetBundle::title, SetBundle::location, SetBundle::feature)
                .containsExactly(
                        tuple("b 2.0.0", "feature:org.x:b", "plug"), tuple("a 1.0.0", "feature:org:a:cl", "plug"));
        for (SetBundle bundle : offers.get(0).bundles()) {
            assertThat(kept(bundle)).exists();
        }
    }

    @Test
    void ofADistributionOnlyTheFeaturesThatAreInstalledAreTaken() throws Exception {
        List<Offer> offers = take(TestJar.zip()
                .entry("skerry-2/features/node.json", FeatureFiles.feature("other", "org:one:2"))
                .entry("skerry-2/features/more.json", FeatureFiles.feature("more", "org:more:2"))
                .entry(
                        "skerry-2/system/org/one/2/one-2.jar",
                        TestJar.bundle("one", "2.0.0").bytes()));
        assertThat(offers).hasSize(1);
        assertThat(offers.get(0).feature()).contains("node");
        assertThat(offers.get(0).bundles()).extracting(SetBundle::title).containsExactly("one 2.0.0");
    }

    private void refused(TestJar jar, String message) {
        assertThatThrownBy(() -> take(jar)).isInstanceOf(RefusedException.class).hasMessageContaining(message);
    }

    @Test
    void saysWhatAnArchiveLacks() {
        refused(archive(), "given.zip lacks " + JAR + ", which its feature names");
        refused(
                TestJar.zip().entry("features/more.json", FeatureFiles.feature("more")),
                "given.zip holds no feature that is installed here");
        refused(TestJar.zip().entry("a", "b"), "given.zip holds no feature that is installed here");
        refused(
                TestJar.zip()
                        .entry("feature.json", FeatureFiles.feature("plug", "org:plug:1"))
                        .entry(JAR, "no jar"),
                " is no jar: ");
        refused(
                TestJar.zip()
                        .entry("feature.json", FeatureFiles.feature("plug", "org:plug:1"))
                        .entry(JAR, TestJar.zip().entry("a", "b").bytes()),
                " is no bundle: it has no manifest");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no json", "{}", "[]", "{\"id\":1}", "{\"id\":\"a:b:1\",\"bundles\":[{}]}"})
    void refusesAFeatureFileThatIsBroken(String text) {
        refused(TestJar.zip().entry("feature.json", text), "given.zip: feature.json cannot be read as a feature: ");
    }

    @Test
    void refusesAFeatureWhoseNameLeadsElsewhere() {
        refused(TestJar.zip().entry("feature.json", "{\"id\":\"org:..:1\",\"bundles\":[]}"), "is no name of a feature");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a\tb"})
    void refusesABundleWhoseNameNoSetCanHold(String name) {
        refused(TestJar.bundle(name, "1.0.0"), "is no word that a set can hold");
    }

    @Test
    void refusesAFileThatIsTooBig() {
        byte[] noise = new byte[MOST + 1];
        new Random(1).nextBytes(noise);
        refused(TestJar.bundle("one", "2.0.0").entry("noise", noise), file + " has more than " + MOST + " bytes");
    }

    @Test
    void refusesAnArchiveOfWhichTooMuchComesOut() throws IOException {
        TestJar bomb = TestJar.zip()
                .entry("feature.json", FeatureFiles.feature("plug", "org:plug:1", "org:two:1"))
                .entry(
                        JAR,
                        TestJar.bundle("plug", "1.0.0")
                                .entry("a", new byte[MOST / 2])
                                .bytes())
                .entry("system/org/two/1/two-1.jar", new byte[MOST]);
        assertThat(bomb.bytes().length).isLessThan(MOST / 10);
        refused(bomb, "given.zip has more than ");
    }

    @Test
    void refusesAHugeManifestWhateverItSaysOfItsLength() throws Exception {
        TestJar jar = TestJar.bundle("one", "2.0.0").header("X-Padding", "x".repeat(2 << 20));
        assertThatThrownBy(() -> take(jar))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("its manifest has more");
        Files.write(file, understated(jar.bytes(), "META-INF/MANIFEST.MF"));
        assertThatThrownBy(() -> take((name, sha256, signature) -> Optional.of(SIGNER)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("its manifest has more than 1048576 bytes");
    }

    @Test
    void refusesAHugeFeatureFileWhateverItSaysOfItsLength() throws Exception {
        TestJar jar = TestJar.zip()
                .entry("feature.json", FeatureFiles.feature("plug", "org:plug:1") + " ".repeat(2 << 20))
                .entry(JAR, TestJar.bundle("plug", "1.0.0").bytes());
        refused(jar, "given.zip: feature.json is too long for a feature file");
        Files.write(file, understated(jar.bytes(), "feature.json"));
        assertThatThrownBy(() -> take((name, sha256, signature) -> Optional.of(SIGNER)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("given.zip: feature.json is too long for a feature file");
    }

    /** A zip file whose directory says of an entry that it has 100 bytes. */
    private static byte[] understated(byte[] zip, String name) {
        byte[] out = zip.clone();
        ByteBuffer bytes = ByteBuffer.wrap(out).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < out.length - 46; at++) {
            if (bytes.getInt(at) == 0x02014b50
                    && new String(out, at + 46, bytes.getShort(at + 28), StandardCharsets.UTF_8).equals(name)) {
                bytes.putInt(at + 24, 100);
                return out;
            }
        }
        throw new IllegalArgumentException(name);
    }

    @Test
    void refusesWhatIsNoZipFile() throws Exception {
        for (byte[] bytes : new byte[][] {{}, "text".getBytes(StandardCharsets.UTF_8), cut()}) {
            Files.write(file, bytes);
            assertThatThrownBy(() -> take((name, sha256, signature) -> Optional.of(SIGNER)))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageStartingWith(
                            "given.zip is no bundle, no feature (.json), no feature archive and no distribution (.zip): ");
        }
    }

    private static byte[] cut() {
        byte[] whole = TestJar.bundle("one", "2.0.0").bytes();
        return Arrays.copyOf(whole, whole.length / 2);
    }

    @Test
    void refusesWhatIsNotThere() throws IOException {
        assertThatThrownBy(() -> take((name, sha256, signature) -> Optional.of(SIGNER)))
                .isInstanceOf(RefusedException.class)
                .hasMessage(file + " is not there, or no file");
        Files.createDirectory(file);
        assertThatThrownBy(() -> take((name, sha256, signature) -> Optional.of(SIGNER)))
                .hasMessage(file + " is not there, or no file");
    }

    @Test
    void asksWhoHasSignedAndKeepsNothingOfAStranger() throws Exception {
        TestJar.bundle("one", "2.0.0").write(file);
        assertThatThrownBy(() -> take((name, sha256, signature) -> {
                    assertThat(name).isEqualTo("given.zip");
                    assertThat(signature).isEmpty();
                    throw new RefusedException("not signed");
                }))
                .isInstanceOf(RefusedException.class)
                .hasMessage("not signed");
        assertThat(names("bundles")).isEmpty();

        Files.writeString(folder.resolve("given.zip.sig"), "a signature");
        List<Offer> offers = take((name, sha256, signature) -> {
            assertThat(signature).contains("a signature");
            return Optional.empty();
        });
        assertThat(offers.get(0).bundles().get(0).signer()).isEmpty();
    }

    @Test
    void dropsWhatAProcessThatDiedHasLeft() throws Exception {
        Path left = store.folder().resolve("incoming/bundle1.part");
        Files.createDirectories(left.getParent());
        Files.writeString(left, "half a bundle");
        single(TestJar.bundle("one", "2.0.0"));
        assertThat(left).doesNotExist();
    }

    @Test
    void aSignatureThatIsNoTextIsJudgedAsOne() throws Exception {
        TestJar.bundle("one", "2.0.0").write(file);
        Files.write(folder.resolve("given.zip.sig"), new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThatThrownBy(() -> take((name, sha256, signature) -> {
                    assertThat(signature).isPresent();
                    throw new RefusedException("malformed");
                }))
                .hasMessage("malformed");
    }

    @Test
    void aFileThatChangesAfterItsSignatureWasCheckedIsTakenAsItWas() throws Exception {
        byte[] signed = TestJar.bundle("one", "2.0.0").bytes();
        Files.write(file, signed);
        List<Offer> offers = take((name, sha256, signature) -> {
            try {
                TestJar.bundle("evil", "6.6.6").write(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return Optional.of(SIGNER);
        });
        SetBundle bundle = offers.get(0).bundles().get(0);
        assertThat(bundle.title()).isEqualTo("one 2.0.0");
        assertThat(kept(bundle)).hasBinaryContent(signed);
    }
}
