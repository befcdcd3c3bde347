// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skerry.upgrade.trust.UntrustedException.Reason;

class PublishersTest {

    private static final String NAME = "app.jar";

    @TempDir
    Path temporary;

    private final byte[] digest = PublisherKey.sha256().digest(NAME.getBytes(StandardCharsets.UTF_8));
    private final SigningKey alice = SigningKey.make();
    private final SigningKey bob = SigningKey.make();
    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Folders.folder(temporary.resolve("publishers"));
    }

    /** Puts the public half of a key into the folder. */
    private Path put(SigningKey key, String name) throws IOException {
        Path made = Files.createTempDirectory(temporary, "made").resolve("key");
        return Files.move(key.write(made), folder.resolve(name));
    }

    private Optional<String> signedBy(SigningKey... keys) {
        Signatures all = Signatures.none();
        for (SigningKey key : keys) {
            all = key.sign(digest, all);
        }
        return Optional.of(all.text());
    }

    private String check(Optional<String> signature) throws Exception {
        return Publishers.read(folder).check(NAME, digest, signature);
    }

    private UntrustedException refused(byte[] sha256, Optional<String> signature) throws IOException {
        Publishers publishers = Publishers.read(folder);
        return catchThrowableOfType(UntrustedException.class, () -> publishers.check(NAME, sha256, signature));
    }

    private UntrustedException refused(Optional<String> signature) throws IOException {
        return refused(digest, signature);
    }

    @Test
    void takesWhatATrustedPublisherSigned() throws Exception {
        put(alice, "alice.pub");
        put(bob, "bob.pub");
        assertThat(check(signedBy(bob))).isEqualTo(bob.fingerprint());
        Publishers publishers = Publishers.read(folder);
        assertThat(publishers.nameOf(bob.fingerprint())).contains("bob");
        assertThat(publishers.trusted()).containsExactlyInAnyOrder(alice.fingerprint(), bob.fingerprint());
        assertThat(publishers.revoked(bob.fingerprint())).isFalse();
    }

    @Test
    void trustsNoOneWithoutAFolder() throws Exception {
        Files.delete(folder);
        assertThat(Publishers.read(folder).trusted()).isEmpty();
        assertThat(refused(signedBy(alice)).reason()).isEqualTo(Reason.NOT_TRUSTED);
    }

    @Test
    void knowsWhereAHomeHasThem() {
        assertThat(Publishers.folder(Path.of("home"))).isEqualTo(Path.of("home", "etc", "publishers"));
    }

    @Test
    void refusesWhatIsNotSigned() throws Exception {
        put(alice, "alice.pub");
        UntrustedException refusal = refused(Optional.empty());
        assertThat(refusal.reason()).isEqualTo(Reason.UNSIGNED);
        assertThat(refusal)
                .hasMessage(
                        "app.jar is not signed, as there is no app.jar.sig; sign it with 'skerry sign --key FILE app.jar',"
                                + " or get the signature from its publisher");
    }

    @Test
    void refusesAKeyThatIsNotTrustedAndSaysHowToTrustIt() throws Exception {
        put(alice, "alice.pub");
        UntrustedException refusal = refused(signedBy(bob));
        assertThat(refusal.reason()).isEqualTo(Reason.NOT_TRUSTED);
        assertThat(refusal)
                .hasMessage("app.jar is signed with a key that is not trusted here, " + bob.fingerprint()
                        + "; if you trust its publisher, put the .pub file with that fingerprint in " + folder);
    }

    @Test
    void refusesAFileInWhichOneBitDiffers() throws Exception {
        put(alice, "alice.pub");
        byte[] other = digest.clone();
        other[31] ^= 1;
        UntrustedException refusal = refused(other, signedBy(alice));
        assertThat(refusal.reason()).isEqualTo(Reason.WRONG);
        assertThat(refusal)
                .hasMessage("app.jar is not what alice (" + alice.fingerprint()
                        + ") has signed: it or app.jar.sig was changed; get both anew");
    }

    @Test
    void refusesASignatureInWhichAnyOneBitDiffers() throws Exception {
        put(alice, "alice.pub");
        Publishers publishers = Publishers.read(folder);
        byte[] right =
                alice.sign(digest, Signatures.none()).of(alice.fingerprint()).orElseThrow();
        for (int bit = 0; bit < right.length * 8; bit++) {
            byte[] wrong = right.clone();
            wrong[bit / 8] ^= (byte) (1 << bit % 8);
            Optional<String> text = Optional.of(
                    Signatures.none().with(alice.fingerprint(), wrong).text());
            assertThatThrownBy(() -> publishers.check(NAME, digest, text))
                    .as("bit %d", bit)
                    .isInstanceOfSatisfying(
                            UntrustedException.class,
                            it -> assertThat(it.reason()).isEqualTo(Reason.WRONG));
        }
    }

    /** S and S + L are the same modulo the group order L; a check that took both would let anyone change signatures. */
    @Test
    void refusesASignatureWithANumberThatIsTooLarge() throws Exception {
        put(alice, "alice.pub");
        byte[] signature =
                alice.sign(digest, Signatures.none()).of(alice.fingerprint()).orElseThrow();
        byte[] order = HexFormat.of().parseHex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
        int carry = 0;
        for (int i = 0; i < order.length; i++) {
            int sum = (signature[32 + i] & 0xff) + (order[i] & 0xff) + carry;
            signature[32 + i] = (byte) sum;
            carry = sum >> 8;
        }
        Optional<String> text = Optional.of(
                Signatures.none().with(alice.fingerprint(), signature).text());
        assertThat(refused(text).reason()).isEqualTo(Reason.WRONG);
    }

    @Test
    void refusesTheSignatureOfOneUnderTheNameOfAnother() throws Exception {
        put(alice, "alice.pub");
        byte[] bobs = bob.sign(digest, Signatures.none()).of(bob.fingerprint()).orElseThrow();
        Optional<String> forged =
                Optional.of(Signatures.none().with(alice.fingerprint(), bobs).text());
        assertThat(refused(forged).reason()).isEqualTo(Reason.WRONG);
    }

    @Test
    void refusesASignatureThatWasMadeForAnythingButPublishing() throws Exception {
        Path file = temporary.resolve("key");
        Files.move(alice.write(file), folder.resolve("alice.pub"));
        byte[] der = Pem.decode(Pem.SECRET, Files.readString(file)).orElseThrow();
        Signature plain = Signature.getInstance("Ed25519");
        plain.initSign(KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(der)));
        plain.update(digest);
        Optional<String> unlabelled = Optional.of(
                Signatures.none().with(alice.fingerprint(), plain.sign()).text());
        assertThat(refused(unlabelled).reason()).isEqualTo(Reason.WRONG);
    }

    @Test
    void refusesAKeyThatWasRevokedByRenamingIt() throws Exception {
        Path file = put(alice, "alice.pub");
        assertThat(check(signedBy(alice))).isEqualTo(alice.fingerprint());
        Files.move(file, folder.resolve("alice.revoked"));
        UntrustedException refusal = refused(signedBy(alice));
        assertThat(refusal.reason()).isEqualTo(Reason.REVOKED);
        assertThat(refusal)
                .hasMessage("app.jar is signed by alice (" + alice.fingerprint() + "), whose key is revoked in "
                        + folder + "; get it signed with a key that is trusted");
        Publishers publishers = Publishers.read(folder);
        assertThat(publishers.revoked(alice.fingerprint())).isTrue();
        assertThat(publishers.nameOf(alice.fingerprint())).contains("alice");
        assertThat(publishers.nameOf(bob.fingerprint())).isEmpty();
    }

    @Test
    void revokesAKeyWhateverOtherFilesHoldIt() throws Exception {
        for (String name : new String[] {"aaa.pub", "zzz.pub", "middle.revoked"}) {
            put(alice, name);
        }
        assertThat(refused(signedBy(alice)).reason()).isEqualTo(Reason.REVOKED);
        assertThat(Publishers.read(folder).trusted()).isEmpty();
    }

    @Test
    void keyCanBeRotatedWithBothSignaturesInOneFile() throws Exception {
        Optional<String> both = signedBy(alice, bob);
        Path old = put(alice, "alice.pub");
        assertThat(check(both)).as("knows the old key").isEqualTo(alice.fingerprint());
        Path next = put(bob, "bob.pub");
        assertThat(check(both)).as("knows both").isEqualTo(alice.fingerprint());
        Files.move(old, folder.resolve("alice.revoked"));
        assertThat(check(both)).as("old one is revoked").isEqualTo(bob.fingerprint());
        Files.delete(next);
        assertThat(refused(both).reason()).as("no one is trusted").isEqualTo(Reason.REVOKED);
    }

    @Test
    void oneRightSignatureIsEnough() throws Exception {
        put(alice, "alice.pub");
        put(bob, "bob.pub");
        Signatures wrong = Signatures.none().with(alice.fingerprint(), new byte[64]);
        assertThat(check(Optional.of(bob.sign(digest, wrong).text()))).isEqualTo(bob.fingerprint());
    }

    @Test
    void saysThatASignatureFileIsMalformed() throws Exception {
        put(alice, "alice.pub");
        UntrustedException refusal = refused(Optional.of("-----BEGIN PGP SIGNATURE-----\n"));
        assertThat(refusal.reason()).isEqualTo(Reason.MALFORMED);
        assertThat(refusal).hasMessageStartingWith("app.jar.sig does not begin with 'skerry signatures 1'");
    }

    @Test
    void staysInOneLineWhateverAFileIsCalled() throws Exception {
        Publishers publishers = Publishers.read(folder);
        assertThatThrownBy(() -> publishers.check("a\u001b[2J\nb.jar", digest, Optional.empty()))
                .hasMessageStartingWith("a?[2J?b.jar is not signed");
    }

    @Test
    void isNotChangedByWhatHappensToTheFolderLater() throws Exception {
        Path file = put(alice, "alice.pub");
        Publishers before = Publishers.read(folder);
        Files.delete(file);
        assertThat(before.check(NAME, digest, signedBy(alice))).isEqualTo(alice.fingerprint());
        assertThat(refused(signedBy(alice)).reason()).isEqualTo(Reason.NOT_TRUSTED);
    }

    @Test
    void wantsAWholeDigest() throws Exception {
        put(alice, "alice.pub");
        Publishers publishers = Publishers.read(folder);
        assertThatThrownBy(() -> publishers.check(NAME, new byte[20], signedBy(alice)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
