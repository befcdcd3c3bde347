// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skerry.api.Transfer;
import org.skerry.api.TransferResult;
import org.skerry.api.TransferStatus.State;
import org.skerry.base.loop.ManualLoop;

/** A node that has fetched all of a content, and is started again, or gets another content bundle. */
class WholeFolderTest {

    @TempDir
    Path state;

    private final ManualLoop loop = new ManualLoop();
    private final TestContent content = TestContent.of(30, 40_000, 6);
    private TestNode fetcher;
    private Transfer fetched;

    private TestNode node(int number) {
        return new TestNode(number, loop, loop, state.resolve("" + number), Configured.DEFAULT).bound();
    }

    @BeforeEach
    void fetchAll() {
        TestNode sharer = node(1);
        sharer.share(content, false);
        fetcher = node(2);
        fetched = fetcher.fetch(content.link());
        FakeSession session = FakeNet.connect(fetcher, sharer);
        loop.advance(Duration.ofSeconds(5));
        assertThat(fetched.status().state()).isEqualTo(State.COMPLETE);
        FakeNet.cut(session);
        sharer.exchange.close();
    }

    /** What was fetched is known to the content of the node that is started again. */
    private void restart(boolean known) {
        fetcher.exchange.close();
        loop.advance(Duration.ofSeconds(1));
        fetcher = node(2);
        if (known) {
            fetcher.contents.shared.put(content.root, content);
        }
        fetcher.exchange.start();
        loop.advance(Duration.ofSeconds(1));
    }

    private boolean servesAll() {
        TestNode third = node(3);
        Transfer transfer = third.fetch(content.link());
        FakeNet.connect(third, fetcher);
        loop.advance(Duration.ofSeconds(5));
        return transfer.status().state() == State.COMPLETE && third.has(content);
    }

    @Test
    void servesItAfterARestartWithoutFetchingOrCheckingIt() {
        restart(true);
        List<Transfer> all = fetcher.exchange.transfers();
        assertThat(all).extracting(Transfer::id).containsExactly(fetched.id());
        assertThat(all.get(0).ended().toCompletableFuture())
                .isCompletedWithValue(new TransferResult.Complete(Optional.of(TestNode.FOLDER)));
        assertThat(all.get(0).status().bytesDone()).isEqualTo(content.manifest().storedBytes());
        assertThat(fetcher.contents.last).as("an acquisition").isNull();
        assertThat(servesAll()).isTrue();
    }

    @Test
    void servesItWithTheNextContentBundle() {
        fetcher.exchange.contents(null);
        loop.advance(Duration.ofSeconds(1));
        MemoryContents next = new MemoryContents(fetcher.disk);
        next.shared.put(content.root, content);
        fetcher.exchange.contents(next);
        loop.advance(Duration.ofSeconds(1));
        assertThat(next.open).isEqualTo(1);
        assertThat(servesAll()).isTrue();
    }

    @Test
    void servesItNoMoreWhenItIsCancelled() {
        restart(true);
        fetcher.exchange.transfers().get(0).cancel();
        loop.advance(Duration.ofSeconds(1));
        assertThat(fetcher.contents.open).as("opened and not closed").isZero();
        assertThat(fetcher.contents.forgotten).containsExactly(TestNode.FOLDER);
        assertThat(servesAll()).isFalse();
        restart(true);
        assertThat(fetcher.exchange.transfers()).isEmpty();
    }

    @Test
    void forgetsItWhenItCannotBeOpenedAgain() {
        restart(false);
        assertThat(fetcher.exchange.transfers()).hasSize(1);
        assertThat(servesAll()).isFalse();
        restart(true);
        assertThat(fetcher.exchange.transfers()).isEmpty();
    }
}
