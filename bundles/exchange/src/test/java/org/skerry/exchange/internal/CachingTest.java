// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.skerry.api.ChunkId;
import org.skerry.api.FetchOptions;
import org.skerry.api.Transfer;
import org.skerry.api.TransferResult;
import org.skerry.api.TransferStatus.State;
import org.skerry.api.admin.Readiness.Finding;
import org.skerry.spi.session.Conduct;

/** Content that is only cached, and the stores that keep it. */
class CachingTest extends FetchCase {

    @Test
    void cachesWithoutTheSecretAndServesOn() {
        MemoryStore store = new MemoryStore();
        TestNode cache = node(3);
        Transfer caching = cache.fetch(content.link().withoutSecret());
        FakeSession first = FakeNet.connect(cache, sharer);
        loop.advance(Duration.ofSeconds(1));
        assertThat(caching.status().note()).startsWith("no chunk store");
        assertThat(caching.status().chunksReceived()).isZero();
        cache.exchange.addStore(store, 0, 5);
        loop.advance(Duration.ofSeconds(3));
        assertThat(result(caching)).isInstanceOf(TransferResult.Complete.class);
        assertThat(store.chunks.keySet()).isEqualTo(content.chunks.keySet());
        FakeNet.close(first, "sharer leaves");
        Transfer transfer = fetcher.fetch(content.link());
        FakeNet.connect(fetcher, cache);
        loop.advance(Duration.ofSeconds(3));
        assertThat(result(transfer)).isInstanceOf(TransferResult.Complete.class);
        assertThat(fetcher.has(content)).isTrue();
    }

    @Test
    void aStoreThatLeavesMakesACacheWait() {
        MemoryStore one = new MemoryStore();
        MemoryStore two = new MemoryStore();
        fetcher.exchange.addStore(one, 10, 5);
        Transfer transfer = fetcher.fetch(content.link().withoutSecret());
        slow(fetcher, sharer);
        loop.advance(Duration.ofSeconds(1));
        assertThat(one.chunks).isNotEmpty();
        fetcher.exchange.removeStore(one);
        loop.advance(Duration.ofSeconds(1));
        assertThat(transfer.status().note()).startsWith("no chunk store");
        assertThat(transfer.status().state()).isEqualTo(State.WAITING);
        fetcher.exchange.addStore(two, 0, 6);
        loop.advance(Duration.ofSeconds(5));
        assertThat(result(transfer)).isInstanceOf(TransferResult.Complete.class);
        assertThat(one.chunks.size() + two.chunks.size()).isEqualTo(content.chunks.size());
    }

    private Finding finding(String name) {
        return fetcher.exchange.findings(List.of()).stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatCannotBeWrittenDownIsWrittenWhenItCan() throws Exception {
        Path transfers = state.resolve("2/transfers");
        Files.createDirectories(transfers.getParent());
        Files.writeString(transfers, "in the way");
        Transfer transfer = fetcher.fetch(content.link());
        assertThat(finding("journal").ready()).isFalse();
        assertThat(finding("journal").message())
                .startsWith("cannot write " + transfers.resolve(transfer.id().value()) + ": ");
        Transfer other = fetcher.exchange.fetch(content.link().withoutSecret(), FetchOptions.into(TestNode.FOLDER));
        loop.advance(Duration.ofSeconds(20));
        Files.delete(transfers);
        other.cancel();
        loop.advance(Duration.ofSeconds(5));
        assertThat(transfers.resolve(transfer.id().value())).exists();
        assertThat(transfers.resolve(other.id().value())).as("is over").doesNotExist();
        assertThat(finding("journal").ready()).isTrue();
    }

    @Test
    void takesFromAStoreWhatIsThere() {
        MemoryStore store = new MemoryStore();
        store.chunks.putAll(content.chunks);
        store.chunks.put(content.data.get(3), ByteBuffer.wrap(new byte[5])); // a store that lies
        fetcher.exchange.addStore(store, 0, 5);
        Transfer transfer = fetcher.fetch(content.link());
        loop.advance(Duration.ofSeconds(1));
        assertThat(transfer.status().chunksDone()).isEqualTo(content.data.size() - 1);
        FakeNet.connect(fetcher, sharer);
        loop.advance(Duration.ofSeconds(1));
        assertThat(result(transfer)).isInstanceOf(TransferResult.Complete.class);
        assertThat(transfer.status().chunksReceived()).isEqualTo(1);
    }

    @Test
    void wrongBytesOfAStoreAreDroppedAndNotServed() {
        MemoryStore store = new MemoryStore();
        TestNode cache = node(3);
        cache.exchange.addStore(store, 0, 5);
        Transfer caching = cache.fetch(content.link().withoutSecret());
        FakeSession first = FakeNet.connect(cache, sharer);
        loop.advance(Duration.ofSeconds(3));
        assertThat(result(caching)).isInstanceOf(TransferResult.Complete.class);
        FakeNet.close(first, "sharer leaves");
        ChunkId rotten = content.data.get(3);
        store.chunks.get(rotten).put(7, (byte) ~store.chunks.get(rotten).get(7));
        Transfer transfer = fetcher.fetch(content.link());
        FakeNet.connect(fetcher, cache);
        loop.advance(Duration.ofSeconds(3));
        assertThat(transfer.status().chunksReceived()).isEqualTo(content.chunks.size() - 1);
        assertThat(store.chunks).doesNotContainKey(rotten);
        assertThat(fetcher.peering.count(Conduct.WRONG_CHUNK)).isZero();
    }

    @Test
    void aStoreThatFailsForAWhileIsTriedAgain() {
        MemoryStore store = new MemoryStore();
        fetcher.exchange.addStore(store, 10, 5);
        Transfer transfer = fetcher.fetch(content.link().withoutSecret());
        slow(fetcher, sharer);
        loop.advance(Duration.ofSeconds(1));
        store.failures = 3;
        loop.advance(Duration.ofSeconds(8));
        assertThat(store.failures).isZero();
        assertThat(result(transfer)).isInstanceOf(TransferResult.Complete.class);
        assertThat(transfer.status().chunksReceived()).isEqualTo(content.chunks.size());
    }

    @Test
    void aStoreThatFailsIsFollowedByTheNext() {
        MemoryStore bad = new MemoryStore();
        bad.failures = Integer.MAX_VALUE;
        MemoryStore good = new MemoryStore();
        fetcher.exchange.addStore(bad, 10, 5);
        fetcher.exchange.addStore(good, 0, 6);
        Transfer transfer = fetcher.fetch(content.link().withoutSecret());
        FakeNet.connect(fetcher, sharer);
        loop.advance(Duration.ofSeconds(1));
        assertThat(result(transfer)).isInstanceOf(TransferResult.Complete.class);
        assertThat(good.chunks.keySet()).isEqualTo(content.chunks.keySet());
    }

    @Test
    void aStoreThatReturnsNothingIsOneThatFails() {
        MemoryStore broken = new MemoryStore();
        broken.returnsNull = true;
        fetcher.exchange.addStore(broken, 10, 5);
        Transfer transfer = fetcher.fetch(content.link().withoutSecret());
        FakeNet.connect(fetcher, sharer);
        loop.advance(Duration.ofSeconds(9));
        assertThat(result(transfer)).isInstanceOfSatisfying(TransferResult.Failed.class, failed -> {
            assertThat(failed.cause()).isEqualTo(TransferResult.Cause.IO);
            assertThat(failed.message()).contains("returned nothing");
        });
        fetcher.exchange.addStore(new MemoryStore(), 0, 6);
        Transfer second = fetcher.fetch(content.link().withoutSecret());
        loop.advance(Duration.ofSeconds(1));
        assertThat(result(second)).isInstanceOf(TransferResult.Complete.class);
    }

    @Test
    void aStoreThatGoesOnFailingEndsACache() {
        MemoryStore store = new MemoryStore();
        store.failures = Integer.MAX_VALUE;
        fetcher.exchange.addStore(store, 10, 5);
        Transfer transfer = fetcher.fetch(content.link().withoutSecret());
        FakeNet.connect(fetcher, sharer);
        loop.advance(Duration.ofSeconds(7));
        assertThat(result(transfer)).isNull();
        loop.advance(Duration.ofSeconds(2));
        assertThat(result(transfer)).isInstanceOfSatisfying(TransferResult.Failed.class, failed -> {
            assertThat(failed.cause()).isEqualTo(TransferResult.Cause.IO);
            assertThat(failed.message()).contains("/store/aa");
        });
        assertThat(Integer.MAX_VALUE - store.failures).isEqualTo(5); // the root alone
    }

    @Test
    void aStoreThatIsReplacedInTheMiddleOfAWriteCostsNothing() {
        MemoryStore old = new MemoryStore();
        fetcher.exchange.addStore(old, 10, 5);
        Transfer transfer = fetcher.fetch(content.link().withoutSecret());
        slow(fetcher, sharer);
        loop.advance(Duration.ofSeconds(1));
        old.holds = true;
        loop.advance(Duration.ofMillis(200));
        MemoryStore next = new MemoryStore();
        fetcher.exchange.addStore(next, 10, 6);
        fetcher.exchange.removeStore(old);
        assertThat(old.held).isNotEmpty();
        old.held.forEach(Runnable::run);
        loop.advance(Duration.ofSeconds(5));
        assertThat(result(transfer)).isInstanceOf(TransferResult.Complete.class);
        assertThat(transfer.status().chunksReceived()).isEqualTo(content.chunks.size());
        assertThat(old.chunks.size() + next.chunks.size()).isEqualTo(content.chunks.size());
    }
}
