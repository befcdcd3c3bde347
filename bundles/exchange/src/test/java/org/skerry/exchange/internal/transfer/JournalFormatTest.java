// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.skerry.api.ChunkId;
import org.skerry.api.ContentLink;
import org.skerry.base.cbor.MalformedCborException;
import org.skerry.exchange.internal.cache.HoldingRecord;

/** What earlier versions wrote has to be read for as long as there may be such files. */
class JournalFormatTest {

    private static ChunkId idOf(String text) {
        return ChunkId.ofChunk(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void readsCachedContentOfVersion1() throws Exception {
        byte[] sample = TransferFormatTest.sample("cached.v1.hex");
        HoldingRecord record = HoldingRecord.decode(sample);
        assertThat(record.link()).isEqualTo(ContentLink.parse("skerry:" + idOf("root")));
        assertThat(record.followed()).isTrue();
        assertThat(record.pinned()).isTrue();
        assertThat(record.bytesHere()).isEqualTo(1000);
        assertThat(record.bytesTotal()).isEqualTo(70_000);
        assertThat(record.stored()).isEqualTo(Instant.ofEpochSecond(1_700_000_000));
        assertThat(record.served()).contains(Instant.ofEpochSecond(1_700_000_600));
        assertThat(record.stage()).hasToString("PARTIAL");
        assertThat(record.encode()).isEqualTo(TransferFormatTest.sample("cached.v2.hex"));
    }

    @Test
    void readsTheListOfSharesOfVersion1() throws Exception {
        byte[] sample = TransferFormatTest.sample("kept-shares.v1.hex");
        assertThat(KeptShares.decode(sample)).containsExactlyInAnyOrder(idOf("root"), idOf("other"));
        assertThat(KeptShares.encode(List.of(idOf("root"), idOf("other"))))
                .isEqualTo(TransferFormatTest.sample("kept-shares.v2.hex"));
    }

    @Test
    void takesNoFileForWholeInWhichABitHasFlipped() throws Exception {
        for (String name : List.of("cached", "kept-shares", "transfer")) {
            byte[] sample = TransferFormatTest.sample(name + ".v2.hex");
            for (int bit = 0; bit < 8 * sample.length; bit++) {
                byte[] damaged = sample.clone();
                damaged[bit / 8] ^= (byte) (1 << bit % 8);
                assertThatThrownBy(() -> {
                            switch (name) {
                                case "cached" -> HoldingRecord.decode(damaged);
                                case "transfer" -> TransferRecord.decode(damaged, FileSystems.getDefault());
                                default -> KeptShares.decode(damaged);
                            }
                        })
                        .as("bit %d of %s", bit, name)
                        .isInstanceOf(MalformedCborException.class);
            }
        }
    }

    @Test
    void refusesLaterVersionsInOneLine() throws Exception {
        byte[] cached = TransferFormatTest.sample("cached.v2.hex");
        byte[] list = TransferFormatTest.sample("kept-shares.v2.hex");
        cached[2] = 3;
        list[2] = 3;
        assertThatThrownBy(() -> HoldingRecord.decode(cached))
                .isInstanceOf(MalformedCborException.class)
                .hasMessage("it has format version 3; this node reads 2");
        assertThatThrownBy(() -> KeptShares.decode(list))
                .isInstanceOf(MalformedCborException.class)
                .hasMessage("it has format version 3; this node reads 2");
    }
}
