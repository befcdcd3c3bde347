// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.skerry.api.ChunkId;
import org.skerry.api.FetchOptions;
import org.skerry.base.cbor.MalformedCborException;

/** What earlier versions wrote has to be read for as long as there may be such files. */
class TransferFormatTest {

    static byte[] sample(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(TransferFormatTest.class.getResourceAsStream("/formats/" + name))) {
            String hex = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
        }
    }

    @Test
    void readsVersion1() throws Exception {
        TransferRecord record = TransferRecord.decode(sample("transfer.v1.hex"), FileSystems.getDefault());
        assertThat(record.id().value()).isEqualTo("abc123xy");
        assertThat(record.link().root()).isEqualTo(ChunkId.ofChunk(ByteBuffer.wrap(new byte[] {'r', 'o', 'o', 't'})));
        assertThat(record.link().secret()).isPresent();
        assertThat(record.options())
                .isEqualTo(new FetchOptions(
                        Optional.of(Path.of("/out/films")), Path.of("/out"), Optional.of("rarest"), 7));
        assertThat(record.paused()).isTrue();
        assertThat(record.whole()).contains(Path.of("/out/films"));
        assertThat(record.encode()).isEqualTo(sample("transfer.v2.hex"));
    }

    @Test
    void refusesALaterVersionInOneLine() throws Exception {
        byte[] later = sample("transfer.v2.hex");
        later[2] = 3;
        assertThatThrownBy(() -> TransferRecord.decode(later, FileSystems.getDefault()))
                .isInstanceOf(MalformedCborException.class)
                .hasMessage("it has format version 3; this node reads 2");
    }
}
