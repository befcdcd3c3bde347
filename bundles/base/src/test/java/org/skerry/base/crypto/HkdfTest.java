// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.skerry.base.Vectors;
import org.skerry.base.bytes.Bytes;
import org.skerry.base.bytes.Hex;

class HkdfTest {

    @Test
    void matchesRfc5869TestCase1() {
        byte[] ikm = Hex.decode("0b".repeat(22));
        byte[] salt = Hex.decode("000102030405060708090a0b0c");
        byte[] info = Hex.decode("f0f1f2f3f4f5f6f7f8f9");
        byte[] prk = Hex.decode("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5");
        byte[] okm = Hex.decode("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
        assertThat(Hkdf.extract(salt, ikm)).isEqualTo(prk);
        assertThat(Hkdf.expand(prk, info, 42)).isEqualTo(okm);
        assertThat(Hkdf.expand(new HmacKey(prk), info, 42)).isEqualTo(okm);
        assertThat(Hkdf.derive(ikm, salt, info, 42)).isEqualTo(okm);
    }

    @Test
    void matchesWycheproof() throws Exception {
        int valid = 0;
        int refused = 0;
        for (JsonNode group : Vectors.read("wycheproof/hkdf_sha256_test.json").get("testGroups")) {
            for (JsonNode test : group.get("tests")) {
                byte[] ikm = hex(test, "ikm");
                byte[] salt = hex(test, "salt");
                byte[] info = hex(test, "info");
                int size = test.get("size").asInt();
                String id = "tcId " + test.get("tcId");
                if (test.get("result").asText().equals("valid")) {
                    byte[] okm = hex(test, "okm");
                    assertThat(Hkdf.derive(ikm, salt, info, size)).as(id).isEqualTo(okm);
                    assertThat(Hkdf.expand(Hkdf.extract(salt, ikm), info, size))
                            .as(id)
                            .isEqualTo(okm);
                    valid++;
                } else {
                    assertThatIllegalArgumentException().as(id).isThrownBy(() -> Hkdf.derive(ikm, salt, info, size));
                    refused++;
                }
            }
        }
        assertThat(valid).isEqualTo(83);
        assertThat(refused).isEqualTo(3);
    }

    @Test
    void aKeyCanBeUsedForManySalts() {
        byte[] ikm = Bytes.utf8("secret");
        HkdfKey key = new HkdfKey(ikm);
        for (int i = 0; i < 100; i++) {
            byte[] salt = new byte[i];
            assertThat(key.derive(salt, Bytes.u32(i), i))
                    .isEqualTo(Hkdf.expand(Hkdf.extract(salt, ikm), Bytes.u32(i), i));
        }
    }

    @Test
    void aKeyIsUsableAfterARefusedLength() {
        HkdfKey key = new HkdfKey(Bytes.utf8("secret"));
        byte[] info = Bytes.utf8("info");
        byte[] before = key.derive(info, info, 32);
        assertThatIllegalArgumentException().isThrownBy(() -> key.derive(info, info, Hkdf.MAX_BYTES + 1));
        assertThatIllegalArgumentException().isThrownBy(() -> key.derive(info, info, -1));
        assertThat(key.derive(info, info, 32)).isEqualTo(before);
    }

    @Test
    void aLabelIsInfoWithoutSalt() {
        byte[] ikm = Bytes.utf8("secret");
        assertThat(Hkdf.derive(ikm, "gear", 64)).isEqualTo(Hkdf.derive(ikm, new byte[0], Bytes.utf8("gear"), 64));
        assertThat(Hkdf.derive(ikm, "gear", 64)).isNotEqualTo(Hkdf.derive(ikm, "tag", 64));
    }

    private static byte[] hex(JsonNode test, String field) {
        return Hex.decode(test.get(field).asText());
    }
}
