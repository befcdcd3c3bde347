// SPDX-License-Identifier: Apache-2.0
package org.skerry.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IdTextTest {

    /** The CIDv1 of the raw block "hello world", as every IPFS tool prints it. */
    private static final String HELLO = "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";

    @Test
    void chunkIdIsTheCidOfTheRawBlock() {
        ByteBuffer chunk = ByteBuffer.wrap("hello world".getBytes(StandardCharsets.US_ASCII));
        ChunkId id = ChunkId.ofChunk(chunk);
        assertThat(id).hasToString(HELLO);
        assertThat(chunk.remaining()).isEqualTo(11);
        assertThat(ChunkId.parse(HELLO)).isEqualTo(id);
    }

    @Test
    void peerIdIsTheDidKeyOfTheSpecification() {
        // did:key method, Ed25519 test vector: the public key of
        // did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp
        byte[] key = HexFormat.of().parseHex("3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29");
        PeerId id = PeerId.of(key);
        assertThat(id).hasToString("did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp");
        assertThat(PeerId.parse(id.toString())).isEqualTo(id);
    }

    @Test
    void everyIdComesBackFromItsText() {
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            byte[] bytes = new byte[32];
            random.nextBytes(bytes);
            bytes[0] = i % 3 == 0 ? 0 : bytes[0];
            assertThat(ChunkId.parse(ChunkId.of(bytes).toString()).bytes()).isEqualTo(bytes);
            assertThat(PeerId.parse(PeerId.of(bytes).toString()).bytes()).isEqualTo(bytes);
        }
    }

    @Test
    void refusesOtherKeyTypesByTheirMulticodec() {
        // An X25519 and a P-256 did:key.
        for (String other : new String[] {
            "did:key:z6LSbysY2xFMRpGMhb7tFTLMpeuPRaqaWM1yECx2AtzE3KCc",
            "did:key:zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169",
            "did:key:z",
            "did:web:example.com",
            ""
        }) {
            assertThatIllegalArgumentException().isThrownBy(() -> PeerId.parse(other));
        }
    }

    @Test
    void refusesTextThatIsNoChunkId() {
        for (String bad : new String[] {
            "",
            HELLO.substring(1),
            HELLO + "a",
            HELLO.substring(0, 58) + "f",
            HELLO.replace('z', '0'),
            HELLO.toUpperCase(java.util.Locale.ROOT),
            "bafybei" + HELLO.substring(7)
        }) {
            assertThatIllegalArgumentException().as(bad).isThrownBy(() -> ChunkId.parse(bad));
        }
    }

    @Test
    void idsOfDifferentKindsAreNeverEqual() {
        byte[] same = new byte[32];
        assertThat((Object) ChunkId.of(same)).isNotEqualTo(PeerId.of(same));
        assertThat(ChunkId.of(same)).isEqualTo(ChunkId.of(same)).hasSameHashCodeAs(ChunkId.of(same));
    }

    @Test
    void orderIsThatOfUnsignedBytes() {
        byte[] low = new byte[32];
        byte[] high = new byte[32];
        low[0] = 1;
        high[0] = (byte) 0x80;
        assertThat(PeerId.of(low)).isLessThan(PeerId.of(high));
    }

    @Test
    void swarmDependsOnRootAndHidesIt() {
        ChunkId root = ChunkId.parse(HELLO);
        SwarmId swarm = SwarmId.ofRoot(root);
        assertThat(swarm).isEqualTo(SwarmId.ofRoot(root));
        assertThat(swarm.bytes()).isNotEqualTo(root.bytes());
    }
}
