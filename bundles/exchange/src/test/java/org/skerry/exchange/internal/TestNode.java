// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executor;
import org.skerry.api.ChunkId;
import org.skerry.api.ContentLink;
import org.skerry.api.FetchOptions;
import org.skerry.api.PeerId;
import org.skerry.api.Share;
import org.skerry.api.ShareOptions;
import org.skerry.api.SkerryEvent;
import org.skerry.api.Transfer;
import org.skerry.base.loop.Loop;
import org.skerry.base.loop.ManualLoop;
import org.skerry.exchange.internal.flow.ExchangeContext;
import org.skerry.exchange.internal.flow.ExchangeSettings;

/** A node with fakes below it: an exchange, sessions, contents, one strategy. */
final class TestNode {

    static final Path FOLDER = Path.of("/out");

    final PeerId id;
    final Loop loop;
    final FakePeering peering;
    final FirstFit strategy = new FirstFit();
    final Map<Path, Map<ChunkId, ByteBuffer>> disk;
    final MemoryContents contents;
    final Exchange exchange;
    final ExchangeContext context;
    final List<SkerryEvent> events = new ArrayList<>();

    TestNode(int number, Loop loop, Executor workers, Path state, ExchangeSettings settings) {
        this(number, loop, workers, state, settings, new HashMap<>());
    }

    TestNode(
            int number,
            Loop loop,
            Executor workers,
            Path state,
            ExchangeSettings settings,
            Map<Path, Map<ChunkId, ByteBuffer>> disk) {
        byte[] key = new byte[32];
        key[0] = (byte) number;
        this.id = PeerId.of(key);
        this.loop = loop;
        this.disk = disk;
        this.contents = new MemoryContents(disk);
        this.peering = new FakePeering(id);
        this.context = new ExchangeContext(loop, workers, new Random(number), 256L << 20, settings);
        this.exchange = new Exchange(context, state, List::of);
        exchange.listen(events::add);
    }

    /** Everything is there. */
    TestNode bound() {
        exchange.peering(peering);
        exchange.contents(contents);
        exchange.addStrategy(strategy, "first-fit", 0, 1);
        return this;
    }

    /** Shares a content under a path. */
    Share share(TestContent content, boolean keep) {
        Path path = Path.of("/shared", content.root.shortText());
        contents.files.put(path, content);
        var shared = exchange.share(List.of(path), new ShareOptions(false, keep, it -> {}))
                .toCompletableFuture();
        settle();
        return shared.join();
    }

    Transfer fetch(ContentLink link) {
        Transfer transfer = exchange.fetch(link, FetchOptions.into(FOLDER));
        settle();
        return transfer;
    }

    private void settle() {
        if (loop instanceof ManualLoop manual) {
            manual.advance(Duration.ofMillis(1));
        }
    }

    boolean has(TestContent content) {
        return disk.getOrDefault(FOLDER, Map.of()).keySet().containsAll(content.chunks.keySet());
    }
}
