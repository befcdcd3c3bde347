// SPDX-License-Identifier: Apache-2.0
package org.skerry.identity.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import org.bouncycastle.crypto.hpke.HPKE;
import org.junit.jupiter.api.Test;
import org.skerry.base.bytes.Hex;

/** The vectors of RFC 9180 appendix A.1.1: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-128-GCM, base mode. */
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
        assertThat(published.seal(SK_E, PK_R, INFO, AAD_0, PLAINTEXT)).contains(CIPHERTEXT_0);
        assertThat(published.open(SK_R, PK_R, PK_E, INFO, AAD_0, CIPHERTEXT_0)).contains(PLAINTEXT);
    }

    @Test
    void opensNothingUnderOtherInfoOrHeader() {
        byte[] other = "other".getBytes(StandardCharsets.US_ASCII);
        assertThat(published.open(SK_R, PK_R, PK_E, other, AAD_0, CIPHERTEXT_0)).isEmpty();
        assertThat(published.open(SK_R, PK_R, PK_E, INFO, other, CIPHERTEXT_0)).isEmpty();
        assertThat(published.open(SK_R, PK_R, new byte[32], INFO, AAD_0, CIPHERTEXT_0))
                .isEmpty();
        assertThat(published.seal(SK_E, new byte[32], INFO, AAD_0, PLAINTEXT)).isEmpty();
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

        Optional<byte[]> own = ours.seal(SK_E, publicKey, INFO, AAD_0, PLAINTEXT);
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
