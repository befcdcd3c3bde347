// SPDX-License-Identifier: Apache-2.0
package org.skerry.identity.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.crypto.hpke.HPKE;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.skerry.base.bytes.Bytes;
import org.skerry.base.bytes.Hex;

/**
 * The vectors of RFC 9180 appendix A.1: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-128-GCM. All of base mode (A.1.1) is
 * checked, but for the two key pairs out of key material, which a node draws at random. Of the other modes nothing can be.
 */
class HpkeTest {

    private static final byte[] INFO = Hex.decode("4f6465206f6e2061204772656369616e2055726e");
    private static final byte[] SK_E = Hex.decode("52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736");
    private static final byte[] PK_E = Hex.decode("37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431");
    private static final byte[] SK_R = Hex.decode("4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8");
    private static final byte[] PK_R = Hex.decode("3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d");
    private static final byte[] SHARED = Hex.decode("fe0e18c9f024ce43799ae393c7e8fe8fce9d218875e8227b0187c04e7d2ea1fc");
    private static final byte[] KEY = Hex.decode("4531685d41d65f03dc48f6b8302c05b0");
    private static final byte[] BASE_NONCE = Hex.decode("56d890e5accaaf011cff4b7d");
    private static final byte[] PLAINTEXT = Hex.decode("4265617574792069732074727574682c20747275746820626561757479");
    private static final byte[] AAD_0 = Hex.decode("436f756e742d30");
    private static final byte[] CIPHERTEXT_0 =
            Hex.decode("f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a");

    private static final Map<Integer, String> ENCRYPTIONS = Map.of(
            0, "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a",
            1, "af2d7e9ac9ae7e270f46ba1f975be53c09f8d875bdc8535458c2494e8a6eab251c03d0c22a56b8ca42c2063b84",
            2, "498dfcabd92e8acedc281e85af1cb4e3e31c7dc394a1ca20e173cb72516491588d96a19ad4a683518973dcc180",
            4, "583bd32bc67a5994bb8ceaca813d369bca7b2a42408cddef5e22f880b631215a09fc0012bc69fccaa251c0246d",
            255, "7175db9717964058640a3a11fb9007941a5d1757fda1a6935c805c21af32505bf106deefec4a49ac38d71c9e0a",
            256, "957f9800542b0b8891badb026d79cc54597cb2d225b54c00c5238c25d05c30e3fbeda97d2e0e1aba483a2df9f2");
    private static final byte[] KEY_SCHEDULE_CONTEXT =
            Hex.decode("00725611c9d98c07c03f60095cd32d400d8347d45ed67097bbad50fc56da742d07"
                    + "cb6cffde367bb0565ba28bb02c90744a20f5ef37f30523526106f637abb05449");
    private static final byte[] SECRET = Hex.decode("12fff91991e93b48de37e7daddb52981084bd8aa64289c3788471d9a9712f397");
    private static final byte[] EXPORTER_SECRET =
            Hex.decode("45ff1c2e220db587171952c0592d5f5ebe103f1561a2614e38f2ffd47e99e3f8");

    /** By the exporter context in hexadecimal; 32 bytes each. */
    private static final Map<String, String> EXPORTS = Map.of(
            "", "3853fe2b4035195a573ffc53856e77058e15d9ea064de3e59f4961d0095250ee",
            "00", "2e8f0b54673c7029649d4eb9d5e33bf1872cf76d623ff164ac185da9e88c21a5",
            "54657374436f6e74657874", "e9e43065102c3836401bed8c3c3c75ae46be1639869391d62c61f1ec7af54931");

    private final Hpke published = new Hpke(Hpke.Aead.AES_128_GCM);

    @Test
    void encapsulatesAsPublished() {
        assertThat(X25519Keys.publicOf(SK_E)).isEqualTo(PK_E);
        assertThat(X25519Keys.publicOf(SK_R)).isEqualTo(PK_R);
        assertThat(Hpke.shared(SK_E, PK_R, PK_E, PK_R)).contains(SHARED);
        assertThat(Hpke.shared(SK_R, PK_E, PK_E, PK_R)).contains(SHARED);
    }

    @Test
    void derivesKeyAndNonceAsPublished() {
        Hpke.Keys keys = published.schedule(SHARED, INFO);
        assertThat(keys.key()).isEqualTo(KEY);
        assertThat(keys.nonce()).isEqualTo(BASE_NONCE);
    }

    @Test
    void sealsAndOpensAsPublished() {
        assertThat(published.seal(SK_E, X25519Keys.publicOf(SK_E), PK_R, INFO, AAD_0, PLAINTEXT))
                .contains(CIPHERTEXT_0);
        assertThat(published.open(SK_R, PK_R, PK_E, INFO, AAD_0, CIPHERTEXT_0)).contains(PLAINTEXT);
    }

    /** Later messages of a context are not used; their nonce is the base nonce XOR the number (section 5.2). */
    @Test
    void encryptsEveryPublishedMessage() {
        Hpke.Keys keys = published.schedule(SHARED, INFO);
        ENCRYPTIONS.forEach((number, ciphertext) -> {
            byte[] nonce = keys.nonce().clone();
            nonce[11] ^= (byte) (int) number;
            nonce[10] ^= (byte) (number >> 8);
            byte[] aad = Bytes.utf8("Count-" + number);
            byte[] expected = Hex.decode(ciphertext);
            assertThat(AesGcm.seal(keys.key(), nonce, aad, PLAINTEXT)).isEqualTo(expected);
            assertThat(AesGcm.open(keys.key(), nonce, aad, expected)).contains(PLAINTEXT);
        });
    }

    /** Exporting (section 5.3) is not used either: it is put together here from the steps that are. */
    @Test
    void exportsEveryPublishedValue() {
        byte[] suite = Bytes.concat(Bytes.utf8("HPKE"), Bytes.u16(0x0020), Bytes.u16(0x0001), Bytes.u16(0x0001));
        byte[] context = Bytes.concat(
                new byte[] {0},
                Hpke.labeledExtract(suite, new byte[0], "psk_id_hash", new byte[0]),
                Hpke.labeledExtract(suite, new byte[0], "info_hash", INFO));
        assertThat(context).isEqualTo(KEY_SCHEDULE_CONTEXT);
        byte[] secret = Hpke.labeledExtract(suite, SHARED, "secret", new byte[0]);
        assertThat(secret).isEqualTo(SECRET);
        byte[] exporter = Hpke.labeledExpand(suite, secret, "exp", context, 32);
        assertThat(exporter).isEqualTo(EXPORTER_SECRET);
        EXPORTS.forEach((exporterContext, value) -> assertThat(
                        Hpke.labeledExpand(suite, exporter, "sec", Hex.decode(exporterContext), 32))
                .isEqualTo(Hex.decode(value)));
    }

    @AfterAll
    static void sayWhatOfTheAppendixIsNotChecked() {
        int values = ENCRYPTIONS.size() + EXPORTS.size();
        System.out.println("RFC 9180 A.1: " + ENCRYPTIONS.size() + " encryptions and " + EXPORTS.size()
                + " exported values of base mode checked. Not expressible here: 2 derivations of key pairs from key"
                + " material; modes psk, auth and auth_psk (A.1.2 to A.1.4), with " + 3 * values + " values.");
    }

    @Test
    void opensNothingUnderOtherInfoOrHeader() {
        byte[] other = "other".getBytes(StandardCharsets.US_ASCII);
        assertThat(published.open(SK_R, PK_R, PK_E, other, AAD_0, CIPHERTEXT_0)).isEmpty();
        assertThat(published.open(SK_R, PK_R, PK_E, INFO, other, CIPHERTEXT_0)).isEmpty();
        assertThat(published.open(SK_R, PK_R, new byte[32], INFO, AAD_0, CIPHERTEXT_0))
                .isEmpty();
        assertThat(published.seal(SK_E, X25519Keys.publicOf(SK_E), new byte[32], INFO, AAD_0, PLAINTEXT))
                .isEmpty();
    }

    /** The suite that is used has no vectors in the RFC; another implementation has to agree on it. */
    @Test
    void agreesWithBouncyCastleOnAes256() throws Exception {
        HPKE theirs = new HPKE(HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
        Hpke ours = new Hpke(Hpke.Aead.AES_256_GCM);
        byte[] privateKey = X25519Keys.randomPrivate(new SecureRandom());
        byte[] publicKey = X25519Keys.publicOf(privateKey);

        byte[][] sealed = theirs.seal(theirs.deserializePublicKey(publicKey), INFO, AAD_0, PLAINTEXT, null, null, null);
        assertThat(ours.open(privateKey, publicKey, sealed[1], INFO, AAD_0, sealed[0]))
                .contains(PLAINTEXT);

        Optional<byte[]> own = ours.seal(SK_E, X25519Keys.publicOf(SK_E), publicKey, INFO, AAD_0, PLAINTEXT);
        assertThat(theirs.open(
                        PK_E,
                        theirs.deserializePrivateKey(privateKey, publicKey),
                        INFO,
                        AAD_0,
                        own.orElseThrow(),
                        null,
                        null,
                        null))
                .isEqualTo(PLAINTEXT);
    }
}
