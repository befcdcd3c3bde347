// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.acquire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.skerry.api.ChunkId;
import org.skerry.api.Secret;
import org.skerry.api.TransferResult.Cause;
import org.skerry.content.internal.chunk.CipherPool;
import org.skerry.content.internal.chunk.ShareKeys;
import org.skerry.content.internal.manifest.BadManifestException;
import org.skerry.content.internal.manifest.Node;

class PageFetchTest {

    private static final int MAX_PAGES = 131_072;

    private static PageFetch.Expected page(int number) {
        ChunkId id = ChunkId.of(ByteBuffer.allocate(32).putInt(number).array());
        return new PageFetch.Expected(PageFetch.Kind.INDEX, new Node(id, null, 100, 1, 0), 1, null, 0);
    }

    @Test
    void refusesAManifestOfMorePagesThanTheHeapIsToHold() throws Exception {
        PageFetch fetch = new PageFetch(new CipherPool(new ShareKeys(Secret.of(new byte[32]))));
        for (int i = 0; i < MAX_PAGES; i++) {
            assertThat(fetch.note(page(i))).isTrue();
        }
        assertThatThrownBy(() -> fetch.note(page(MAX_PAGES)))
                .isInstanceOf(BadManifestException.class)
                .hasMessageContaining("131072 pages");
    }

    @Test
    void tellsFailuresOnOneLine() {
        AcquireException failure = new AcquireException(Cause.IO, "cannot write a\nb\u001b[2J");
        assertThat(failure.failure().message()).doesNotContain("\n", "\u001b").startsWith("cannot write a");
    }
}
