// SPDX-License-Identifier: Apache-2.0
package org.skerry.identity.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.skerry.base.bytes.Hex;

/** The curves as they are used here, against the vectors of C2SP Wycheproof. */
class WycheproofTest {

    private static JsonNode vectors(String file) throws IOException {
        Path path = Path.of(System.getProperty("skerry.vectors", "../shared/vectors"), "wycheproof", file);
        assumeTrue(
                Files.isRegularFile(path),
                () -> "SKIPPED: no test vectors at " + path.toAbsolutePath()
                        + "; set -Dskerry.vectors to the folder that holds them");
        return new ObjectMapper().readTree(path.toFile());
    }

    private static byte[] bytes(JsonNode node, String field) {
        return Hex.decode(node.get(field).asText());
    }

    @Test
    void verifiesEd25519AsWycheproofDemands() throws IOException {
        int cases = 0;
        for (JsonNode group : vectors("ed25519_test.json").get("testGroups")) {
            byte[] publicKey = bytes(group.get("publicKey"), "pk");
            for (JsonNode test : group.get("tests")) {
                boolean expected = test.get("result").asText().equals("valid");
                assertThat(SigningKey.verify(publicKey, bytes(test, "msg"), bytes(test, "sig")))
                        .as("case %s: %s", test.get("tcId"), test.get("comment"))
                        .isEqualTo(expected);
                cases++;
            }
        }
        assertThat(cases).isEqualTo(151);
    }

    @Test
    void agreesOnX25519AsWycheproofDemands() throws IOException {
        int cases = 0;
        for (JsonNode group : vectors("x25519_test.json").get("testGroups")) {
            for (JsonNode test : group.get("tests")) {
                Optional<byte[]> agreed = X25519Keys.agree(bytes(test, "private"), bytes(test, "public"));
                String name = "case " + test.get("tcId") + ": " + test.get("comment");
                if (test.get("flags").toString().contains("ZeroSharedSecret")) {
                    assertThat(agreed).as(name).isEmpty();
                    assertThat(X25519Keys.isSmallOrder(bytes(test, "public")))
                            .as(name)
                            .isTrue();
                } else {
                    assertThat(agreed).as(name).contains(bytes(test, "shared"));
                    assertThat(X25519Keys.isSmallOrder(bytes(test, "public")))
                            .as(name)
                            .isFalse();
                }
                cases++;
            }
        }
        assertThat(cases).isEqualTo(518);
    }
}
