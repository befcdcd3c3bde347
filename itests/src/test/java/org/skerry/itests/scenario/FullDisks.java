// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.scenario;

import static org.skerry.itests.scenario.Scenario.check;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.skerry.api.ChunkId;
import org.skerry.api.ContentLink;
import org.skerry.api.Secret;
import org.skerry.itests.Trees;

/** Disks that are full while a node runs: it says so, loses nothing, and goes on when there is room again. */
final class FullDisks {

    private static final int HOME_MEBIBYTES = 96;

    private FullDisks() {}

    /** The disk of the node's home: state of shares and fetches, journals. */
    static void home(Path work) throws Exception {
        Path shared = Files.createDirectory(work.resolve("shared"));
        Trees.random(shared.resolve("file.bin"), 1 << 20, 71);
        Path more = Files.createDirectory(work.resolve("more"));
        Trees.random(more.resolve("file.bin"), 1 << 20, 72);
        Path got = work.resolve("got");
        ContentLink nobody =
                ContentLink.of(ChunkId.ofChunk(ByteBuffer.wrap(new byte[] {1})), Secret.random(new SecureRandom()));
        try (SmallDisk disk = SmallDisk.mount(work.resolve("disk"), HOME_MEBIBYTES);
                Cli sharer = Cli.start(work.resolve("a"), "share", shared.toString())) {
            Path home = disk.folder().resolve("b");
            String link;
            try (Cli node = Cli.start(home, "start")) {
                RunningNode.awaitNode(home, node);
                link = sharer.line(60);
                String before = Cli.run(home, "share", more.toString()).line(60);
                Path filler = disk.fill();
                refused(Cli.run(home, "share", shared.toString()), "disk is full", home.toString());
                refused(Cli.run(home, "get", link, "-o", got.toString()), "disk is full", home.toString());
                try (Cli waits = Cli.start(home, "get", nobody.toString(), "-o", work.resolve("nothing") + "")) {
                    await(home, "status", it -> it.contains("cannot write " + home) && it.contains("make room"));
                    Files.delete(filler);
                    await(home, "status", it -> !it.contains("cannot write"));
                    check(Cli.run(home, "share", more.toString()).line(60).equals(before), "another link than before");
                    Cli get = Cli.run(home, "get", link, "-o", got.toString());
                    check(get.exit(1) == 0, get.all());
                    node.kill();
                    waits.exit(20);
                    Files.delete(home.resolve("control.sock")); // so as to see the next one
                }
            }
            Path again = disk.fill();
            refused(Cli.run(home, "start"), "is full", home.toString());
            Files.delete(again);
            try (Cli node = Cli.start(home, "start")) {
                RunningNode.awaitNode(home, node);
                await(home, "status", it -> it.contains(more.toString()));
                String transfers = Cli.run(home, "transfers", "--json").out();
                check(transfers.contains(nobody.root().toString()), "what was asked for is lost: " + transfers);
                Cli verify = Cli.run(home, "verify");
                check(verify.exit(1) == 0, verify.all());
            }
        }
        check(Trees.difference(shared, got).isEmpty(), Trees.difference(shared, got));
    }

    private static void refused(Cli cli, String... words) throws Exception {
        check(cli.exit(1) == 1, cli.all());
        for (String word : words) {
            check(cli.err().contains(word), "expected '" + word + "'\n" + cli.all());
        }
        long complaints =
                cli.err().lines().filter(it -> it.startsWith("skerry: ")).count();
        check(complaints == 1 && cli.out().isBlank(), "not one line\n" + cli.all());
        check(!cli.err().contains("\tat ") && !cli.err().contains("Exception"), "a stack trace\n" + cli.all());
    }

    private static void await(Path home, String command, Predicate<String> said) throws Exception {
        String[] words = command.split(" ");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
        Cli cli = Cli.run(home, words);
        while (!said.test(cli.out())) {
            check(System.nanoTime() < deadline, cli.all());
            cli = Cli.run(home, words);
        }
    }

    /** The disk of the store of a node that keeps contents for others. */
    static void store(Path work) throws Exception {
        Path small = Files.createDirectory(work.resolve("small"));
        Trees.random(small.resolve("file.bin"), 2 << 20, 73);
        Path big = Files.createDirectory(work.resolve("big"));
        Trees.random(big.resolve("file.bin"), 12 << 20, 74);
        Path a = work.resolve("a");
        Path gateway = Files.createDirectories(work.resolve("c"));
        try (SmallDisk disk = SmallDisk.mount(gateway.resolve("store"), 8);
                Cli node = Cli.start(gateway, "start")) {
            String first;
            try (Cli sharer = Cli.start(a, "start")) {
                RunningNode.awaitNode(a, sharer);
                RunningNode.awaitNode(gateway, node);
                first = Cli.run(a, "share", small.toString()).line(60);
                String second = Cli.run(a, "share", big.toString()).line(60);
                check(Cli.run(gateway, "cache", "add", first).exit(1) == 0, "not followed");
                await(gateway, "cache list", it -> Caching.state(it, first).contains(" complete "));
                check(Cli.run(gateway, "cache", "add", second).exit(1) == 0, "not followed");
                await(gateway, "cache list", it -> it.contains("full; make room") && it.contains(disk.folder() + ""));
                await(gateway, "status", it -> it.contains("full; make room") && it.contains(disk.folder() + ""));
                check(
                        Caching.state(Cli.run(gateway, "cache", "list").out(), first)
                                .contains(" complete "),
                        "lost");
                disk.resize(64);
                await(gateway, "cache list", it -> Caching.state(it, second).contains(" complete "));
                await(gateway, "status", it -> !it.contains("make room"));
            }
            Path got = work.resolve("got");
            Cli get = Cli.run(work.resolve("d"), "get", first, "-o", got.toString(), "--timeout", "30s");
            check(get.exit(1) == 0, get.all());
            check(Trees.difference(small, got).isEmpty(), Trees.difference(small, got));
        }
    }
}
