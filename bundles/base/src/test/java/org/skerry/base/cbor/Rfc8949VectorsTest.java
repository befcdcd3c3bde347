// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.skerry.base.Vectors;
import org.skerry.base.bytes.Hex;

/** The examples of RFC 8949, appendix A. */
class Rfc8949VectorsTest {

    /** The examples inside Skerry's subset; all others have to be refused. */
    private static final Set<String> INSIDE = Set.of(
            "00",
            "01",
            "0a",
            "17",
            "1818",
            "1819",
            "1864",
            "1903e8",
            "1a000f4240",
            "1b000000e8d4a51000",
            "20",
            "29",
            "3863",
            "3903e7",
            "f4",
            "f5",
            "f6",
            "40",
            "4401020304",
            "60",
            "6161",
            "6449455446",
            "62225c",
            "62c3bc",
            "63e6b0b4",
            "64f0908591",
            "80",
            "83010203",
            "8301820203820405",
            "98190102030405060708090a0b0c0d0e0f101112131415161718181819",
            "a0",
            "a201020304");

    @Test
    void acceptsWhatIsInsideTheSubsetAndRefusesTheRest() throws Exception {
        Set<String> accepted = new TreeSet<>();
        int refused = 0;
        for (JsonNode example : Vectors.read("cbor/appendix_a.json")) {
            String hex = example.get("hex").asText();
            byte[] encoded = Hex.decode(hex);
            if (INSIDE.contains(hex)) {
                CborValue value = CborCodec.decode(encoded, CborLimits.DEFAULT);
                assertThat(CborCodec.encode(value)).as(hex).isEqualTo(encoded);
                assertThat(CborCodec.decode(ByteBuffer.wrap(encoded), CborLimits.DEFAULT))
                        .isEqualTo(value);
                assertMeaning(example, value);
                accepted.add(hex);
            } else {
                assertThatThrownBy(() -> CborCodec.decode(encoded, CborLimits.DEFAULT))
                        .as(hex)
                        .isInstanceOf(MalformedCborException.class);
                refused++;
            }
        }
        assertThat(accepted).hasSize(32).isEqualTo(new TreeSet<>(INSIDE));
        assertThat(refused).isEqualTo(50);
    }

    private static void assertMeaning(JsonNode example, CborValue value) {
        if (example.has("decoded")) {
            assertThat(json(value)).isEqualTo(example.get("decoded").toString());
        } else {
            assertThat(json(value)).isEqualTo(example.get("diagnostic").asText());
        }
    }

    /** JSON where there is such a form, else diagnostic notation. */
    private static String json(CborValue value) {
        if (value instanceof CborInt number) {
            return Long.toString(number.value());
        } else if (value instanceof CborBool bool) {
            return Boolean.toString(bool.value());
        } else if (value instanceof CborText text) {
            return '"' + text.value().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        } else if (value instanceof CborBytes bytes) {
            return "h'" + Hex.encode(bytes.value()) + "'";
        } else if (value instanceof CborArray array) {
            return array.items().stream().map(Rfc8949VectorsTest::json).collect(Collectors.joining(",", "[", "]"));
        } else if (value instanceof CborMap map) {
            return map.keys().stream()
                    .map(key -> key + ": " + json(map.get(key).orElseThrow()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        return "null";
    }
}
