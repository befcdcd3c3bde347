// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.skerry.api.SkerryEvent;
import org.skerry.api.Transfer;
import org.skerry.api.TransferResult;
import org.skerry.api.TransferStatus;
import org.skerry.spi.session.Conduct;

/** One shares, one fetches; time is virtual. */
class TwoNodesTest extends NodesCase {

    private TestNode sharer;
    private TestNode fetcher;

    @BeforeEach
    void twoNodes() {
        sharer = node(1);
        fetcher = node(2);
    }

    @Test
    void fetchesEveryChunkOnce() {
        TestContent content = TestContent.of(500, 60_000, 1);
        sharer.share(content, false);
        Transfer transfer = fetcher.fetch(content.link());
        FakeNet.connect(fetcher, sharer);
        loop.advance(Duration.ofSeconds(5));
        assertThat(result(transfer)).isInstanceOf(TransferResult.Complete.class);
        assertThat(fetcher.has(content)).isTrue();
        TransferStatus status = transfer.status();
        assertThat(status.state()).isEqualTo(TransferStatus.State.COMPLETE);
        assertThat(status.chunksReceived()).isEqualTo(content.chunks.size());
        assertThat(status.chunksDone()).isEqualTo(500);
        assertThat(status.bytesDone()).isEqualTo(content.bytes);
        assertThat(fetcher.events).hasAtLeastOneElementOfType(SkerryEvent.FirstChunk.class);
        assertThat(fetcher.events).hasAtLeastOneElementOfType(SkerryEvent.TransferEnded.class);
        assertThat(fetcher.peering.reports).allMatch(it -> it.conduct() == Conduct.GOOD_CHUNK);
        assertThat(sharer.peering.reports).isEmpty();
    }

    @Test
    void fetchesAChunkOfManyFragments() {
        TestContent content = TestContent.of(6, 1 << 20, 2);
        sharer.share(content, false);
        Transfer transfer = fetcher.fetch(content.link());
        FakeSession session = FakeNet.connect(fetcher, sharer);
        session.other.maxMessage = 16 << 10;
        loop.advance(Duration.ofSeconds(5));
        assertThat(result(transfer)).isInstanceOf(TransferResult.Complete.class);
        assertThat(fetcher.has(content)).isTrue();
    }

    /** At each moment of the first, as what was under way then still arrives. */
    @Test
    void fetchesAgainOverTheSameSessionWhatWasCancelledAtAnyMoment() {
        for (int millis = 0; millis < 40; millis++) {
            twoNodes();
            TestContent content = TestContent.of(20, 10_000, 1);
            sharer.share(content, false);
            FakeNet.connect(fetcher, sharer);
            loop.advance(Duration.ofSeconds(1));
            Transfer first = fetcher.fetch(content.link());
            loop.advance(Duration.ofMillis(millis));
            first.cancel();
            loop.advance(Duration.ofSeconds(1));
            Transfer again = fetcher.fetch(content.link());
            loop.advance(Duration.ofSeconds(30));
            assertThat(result(again)).as("cancelled after %d ms", millis).isInstanceOf(TransferResult.Complete.class);
        }
    }

    @Test
    void waitsAndSaysForWhat() {
        TestContent content = TestContent.of(3, 1000, 3);
        TestNode bare = new TestNode(3, loop, loop, state.resolve("3"), Configured.DEFAULT);
        Transfer transfer = bare.fetch(content.link());
        loop.advance(Duration.ofSeconds(1));
        assertThat(transfer.status().note()).startsWith("no content");
        bare.exchange.contents(bare.contents);
        loop.advance(Duration.ofSeconds(1));
        assertThat(transfer.status().note()).startsWith("no peering");
        bare.exchange.peering(bare.peering);
        loop.advance(Duration.ofSeconds(1));
        assertThat(transfer.status().note()).startsWith("no sync strategy");
        bare.exchange.addStrategy(bare.strategy, "first-fit", 0, 1);
        loop.advance(Duration.ofSeconds(1));
        assertThat(transfer.status().note()).isEqualTo("looking for peers");
        Transfer blind = fetcher.fetch(content.link());
        FakeNet.connect(bare, fetcher);
        loop.advance(Duration.ofSeconds(1));
        assertThat(transfer.status().note()).isEqualTo("waiting: no peer has it yet (1 connected)");
        assertThat(transfer.status().state()).isEqualTo(TransferStatus.State.WAITING);
        assertThat(blind.status().peers()).isEqualTo(1);
    }
}
