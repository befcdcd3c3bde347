// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.skerry.api.ChunkId;
import org.skerry.api.Secret;
import org.skerry.base.crypto.Hkdf;
import org.skerry.base.crypto.Sha256;

class ChunkCipherTest {

    private static final byte[] PLAIN = "some plaintext of no consequence".getBytes(StandardCharsets.UTF_8);

    private final ShareKeys keys = new ShareKeys(Secret.of(new byte[32]));
    private final ChunkCipher cipher = new ChunkCipher(keys);

    private byte[] sealed() {
        byte[] out = new byte[PLAIN.length + ChunkCipher.OVERHEAD];
        cipher.seal(cipher.tag(PLAIN, 0, PLAIN.length), PLAIN, 0, PLAIN.length, out);
        return out;
    }

    @Test
    void sealsAsTheFormatSays() throws Exception {
        byte[] secret = new byte[32];
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Hkdf.derive(secret, "tag", 32), "HmacSHA256"));
        byte[] tag = mac.doFinal(Sha256.of(PLAIN));
        byte[] derived = Hkdf.derive(secret, tag, "skerry/1 chunk".getBytes(StandardCharsets.UTF_8), 64);
        Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
        gcm.init(
                Cipher.ENCRYPT_MODE, new SecretKeySpec(derived, 0, 32, "AES"), new GCMParameterSpec(128, new byte[12]));
        byte[] expected = new byte[PLAIN.length + 48];
        System.arraycopy(derived, 32, expected, 0, 32);
        gcm.doFinal(PLAIN, 0, PLAIN.length, expected, 32);
        assertThat(sealed()).isEqualTo(expected);
        assertThat(cipher.name(PLAIN, 0, PLAIN.length))
                .isEqualTo(new StoredChunk(ChunkId.ofChunk(ByteBuffer.wrap(expected)), Tag.of(tag), expected.length));
    }

    @Test
    void opensWhatItSealedFromAnyBuffer() {
        byte[] sealed = sealed();
        Tag tag = cipher.tag(PLAIN, 0, PLAIN.length);
        ByteBuffer direct = ByteBuffer.allocateDirect(sealed.length + 3).position(3);
        direct.put(sealed).position(3);
        ByteBuffer shifted = ByteBuffer.allocate(sealed.length + 5).position(5);
        shifted.put(sealed).position(5);
        for (ByteBuffer chunk : List.of(ByteBuffer.wrap(sealed), direct, shifted.slice(), shifted.asReadOnlyBuffer())) {
            byte[] out = new byte[PLAIN.length];
            assertThat(cipher.open(tag, chunk, out)).isTrue();
            assertThat(out).isEqualTo(PLAIN);
        }
    }

    @Test
    void sealsTheSameTwiceInARow() {
        assertThat(sealed()).isEqualTo(sealed());
    }

    @Test
    void opensNothingThatWasChangedOrIsAnothers() {
        Tag tag = cipher.tag(PLAIN, 0, PLAIN.length);
        byte[] out = new byte[PLAIN.length];
        for (int i : new int[] {0, 31, 32, 40, PLAIN.length + 47}) {
            byte[] changed = sealed();
            changed[i] ^= 1;
            assertThat(cipher.open(tag, ByteBuffer.wrap(changed), out)).isFalse();
        }
        byte[] other = new byte[32];
        other[5] = 1;
        ChunkCipher stranger = new ChunkCipher(new ShareKeys(Secret.of(other)));
        assertThat(stranger.open(tag, ByteBuffer.wrap(sealed()), out)).isFalse();
        assertThat(cipher.open(Tag.of(other), ByteBuffer.wrap(sealed()), out)).isFalse();
        assertThat(cipher.open(tag, ByteBuffer.wrap(sealed(), 0, 48), out)).isFalse();
    }

    /** The cipher as chunks use it: 256-bit keys, 96-bit nonces, 128-bit tags, and no associated data. */
    @Test
    void passesWycheproofAsUsed() throws Exception {
        int run = 0;
        int others = 0;
        for (Map<String, Object> group : PublishedVectors.objects(
                PublishedVectors.json("wycheproof/aes_gcm_test.json").get("testGroups"))) {
            boolean ours = group.get("keySize").equals(256L)
                    && group.get("ivSize").equals(96L)
                    && group.get("tagSize").equals(128L);
            for (Map<String, Object> test : PublishedVectors.objects(group.get("tests"))) {
                if (!ours) {
                    others++;
                    continue;
                }
                check(test);
                run++;
            }
        }
        System.out.println("Wycheproof AES-GCM: " + run + " run, " + others + " of other parameters left out");
        assertThat(run).isGreaterThan(50);
        assertThat(run + others).isEqualTo(316);
    }

    private static void check(Map<String, Object> test) throws GeneralSecurityException {
        byte[] message = hex(test, "msg");
        byte[] stored = Arrays.copyOf(hex(test, "ct"), hex(test, "ct").length + 16);
        System.arraycopy(hex(test, "tag"), 0, stored, stored.length - 16, 16);
        Cipher gcm = ChunkCipher.newCipher();
        gcm.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(hex(test, "key"), "AES"),
                new GCMParameterSpec(128, hex(test, "iv")));
        gcm.updateAAD(hex(test, "aad"));
        byte[] out = new byte[stored.length];
        boolean valid;
        try {
            int length = gcm.doFinal(stored, 0, stored.length, out, 0);
            valid = Arrays.equals(Arrays.copyOf(out, length), message);
        } catch (javax.crypto.AEADBadTagException e) {
            valid = false;
        }
        assertThat(valid)
                .as("case %s", test.get("tcId"))
                .isEqualTo(test.get("result").equals("valid"));
    }

    private static byte[] hex(Map<String, Object> test, String name) {
        return HexFormat.of().parseHex((String) test.get(name));
    }
}
