// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skerry.api.FetchOptions;
import org.skerry.api.PeerId;
import org.skerry.api.Share;
import org.skerry.api.ShareOptions;
import org.skerry.api.Transfer;
import org.skerry.api.TransferResult;
import org.skerry.base.loop.ThreadLoop;
import org.skerry.base.loop.ThreadWorkers;
import org.skerry.base.loop.Workers;
import org.skerry.content.internal.LocalContents;
import org.skerry.exchange.internal.flow.ExchangeContext;

/** Real files, real threads: only the session is a fake. */
class FilesTest {

    @TempDir
    Path folder;

    private final List<Throwable> thrown = new ArrayList<>();
    private final ThreadLoop network = new ThreadLoop("network", thrown::add);
    private Node sharer;
    private Node fetcher;

    /** A node on its own threads. */
    final class Node implements AutoCloseable {

        final ThreadLoop loop;
        final Workers workers;
        final FakePeering peering;
        final LocalContents contents;
        final Exchange exchange;

        Node(int number, Path home) throws IOException {
            byte[] key = new byte[32];
            key[0] = (byte) number;
            loop = new ThreadLoop("loop-" + number, thrown::add);
            workers = new ThreadWorkers("workers-" + number, 2, thrown::add);
            peering = new FakePeering(PeerId.of(key));
            contents = LocalContents.open(home.resolve("content"));
            ExchangeContext context =
                    new ExchangeContext(loop, workers, new Random(number), 256L << 20, Configured.DEFAULT);
            exchange = new Exchange(context, home.resolve("exchange"), List::of);
            exchange.addStrategy(new FirstFit(), "first-fit", 0, 1);
            exchange.contents(contents);
            exchange.peering(peering);
        }

        @Override
        public void close() {
            exchange.close();
            loop.close();
            workers.close();
            contents.close();
        }
    }

    @BeforeEach
    void nodes() throws IOException {
        sharer = new Node(1, folder.resolve("1"));
        fetcher = new Node(2, folder.resolve("2"));
    }

    @AfterEach
    void close() {
        sharer.close();
        fetcher.close();
        network.close();
        assertThat(thrown).isEmpty();
    }

    private Path tree(int small, int large) throws IOException {
        Path tree = folder.resolve("tree");
        Random random = new Random(4);
        for (int i = 0; i < small; i++) {
            byte[] file = new byte[random.nextInt(9000)];
            random.nextBytes(file);
            Path path = tree.resolve("dir" + i % 7 + "/file " + i);
            Files.createDirectories(path.getParent());
            Files.write(path, file);
        }
        byte[] big = new byte[large];
        random.nextBytes(big);
        Files.write(tree.resolve("big"), big);
        return tree;
    }

    private static void assertSame(Path one, Path two) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(one)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            assertThat(Files.mismatch(file, two.resolve(one.relativize(file))))
                    .as(file.toString())
                    .isEqualTo(-1L);
        }
    }

    private Transfer fetch(Node node, Share share, String name) {
        return node.exchange.fetch(share.link(), FetchOptions.into(folder.resolve(name)));
    }

    private FakeSession connect(Node one, Node two, Share share) {
        await().until(() -> one.peering.in(share.link().swarm()));
        FakeSession session = FakeNet.connect(one.peering, two.peering, network);
        session.latency = Duration.ofMillis(1);
        session.other.latency = Duration.ofMillis(1);
        return session;
    }

    private static TransferResult end(Transfer transfer) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> transfer.ended().toCompletableFuture().isDone());
        return transfer.ended().toCompletableFuture().join();
    }

    @Test
    void fetchesAFolderByteForByte() throws Exception {
        Path tree = tree(300, 5_000_000);
        Share share = sharer.exchange
                .share(List.of(tree), ShareOptions.DEFAULT)
                .toCompletableFuture()
                .join();
        Transfer transfer = fetch(fetcher, share, "out");
        connect(fetcher, sharer, share);
        assertThat(end(transfer)).isInstanceOf(TransferResult.Complete.class);
        assertSame(tree, folder.resolve("out"));
        assertThat(transfer.status().chunksDone()).isEqualTo(share.manifest().chunks());
        assertThat(fetcher.peering.reports).allMatch(it -> it.detail().startsWith("chunk "));
    }

    @Test
    void goesOnWhereItStoppedAndServesWhatItHas() throws Exception {
        Path tree = tree(50, 12_000_000);
        Share share = sharer.exchange
                .share(List.of(tree), ShareOptions.DEFAULT)
                .toCompletableFuture()
                .join();
        Transfer first = fetch(fetcher, share, "out");
        FakeSession session = connect(fetcher, sharer, share);
        await().pollInterval(Duration.ofMillis(1)).until(() -> first.status().chunksReceived() > 0);
        FakeNet.cut(session);
        await().until(() -> first.status().note().equals("looking for peers"));
        FakeNet.mend(session);
        assertThat(end(first)).isInstanceOf(TransferResult.Complete.class);
        assertSame(tree, folder.resolve("out"));
        try (Node third = new Node(3, folder.resolve("3"))) {
            Transfer second = fetch(third, share, "three");
            connect(third, fetcher, share);
            assertThat(end(second)).isInstanceOf(TransferResult.Complete.class);
            assertSame(tree, folder.resolve("three"));
        }
    }

    @Test
    void namesTheFileThatWasChanged() throws Exception {
        Path tree = tree(5, 3_000_000);
        Share share = sharer.exchange
                .share(List.of(tree), ShareOptions.DEFAULT)
                .toCompletableFuture()
                .join();
        byte[] other = new byte[3_000_000];
        new Random(99).nextBytes(other);
        Files.write(tree.resolve("big"), other);
        Transfer transfer = fetch(fetcher, share, "out");
        connect(fetcher, sharer, share);
        assertThat(end(transfer)).isInstanceOfSatisfying(TransferResult.Failed.class, failed -> {
            assertThat(failed.cause()).isEqualTo(TransferResult.Cause.CHANGED);
            assertThat(failed.message()).contains("big");
        });
        assertThat(folder.resolve("out/big")).doesNotExist();
    }

    @Test
    void keepsNothingOpenOfAFetchThatIsWholeAndServesOn() throws Exception {
        Path descriptors = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(descriptors), "there is no " + descriptors + " here to look at");
        Path tree = tree(30, 200_000);
        Share share = sharer.exchange
                .share(List.of(tree), ShareOptions.DEFAULT)
                .toCompletableFuture()
                .join();
        Transfer transfer = fetch(fetcher, share, "got");
        connect(sharer, fetcher, share);
        assertThat(end(transfer)).isInstanceOf(TransferResult.Complete.class);
        await().untilAsserted(() -> assertThat(open(descriptors)).noneMatch(it -> it.contains("/2/content/fetches/")));

        try (Node third = new Node(3, folder.resolve("3"))) {
            Transfer again = fetch(third, share, "got again");
            connect(fetcher, third, share);
            assertThat(end(again)).isInstanceOf(TransferResult.Complete.class);
            assertSame(tree, folder.resolve("got again"));
        }
    }

    private static List<String> open(Path descriptors) throws IOException {
        List<String> open = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(descriptors)) {
            for (Path descriptor : all) {
                try {
                    open.add(Files.readSymbolicLink(descriptor).toString());
                } catch (NoSuchFileException e) {
                    continue; // closed meanwhile
                }
            }
        }
        return open;
    }
}
