// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.scenario;

import static org.skerry.itests.scenario.Scenario.check;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.skerry.itests.Trees;

/** A node that has the link less its secret. */
final class Caching {

    private static final String PHRASE = "the quick brown fox jumps over the lazy dog; ".repeat(4);
    private static final String NAME = "telling-name";

    private Caching() {}

    static void servesOn(Path work) throws Exception {
        Path shared = Files.createDirectory(work.resolve("shared"));
        Files.writeString(shared.resolve(NAME + ".txt"), PHRASE.repeat(2_000));
        Trees.random(shared.resolve("data.bin"), 4 << 20, 21);
        Path third = work.resolve("c");
        String link;
        try (Cli share = Cli.start(work.resolve("a"), "share", shared.toString())) {
            link = share.line(60);
            String clear = link.substring(0, link.indexOf('#'));
            Cli cache = Cli.run(third, "get", clear);
            check(cache.exit(1) == 0, cache.all());
        }
        Path got = work.resolve("got");
        try (Cli cache = Cli.start(third, "get", link.substring(0, link.indexOf('#')), "--serve")) {
            Cli get = Cli.run(work.resolve("d"), "get", link, "-o", got.toString(), "--timeout", "60s");
            check(get.exit(1) == 0, get.all() + cache.all());
        }
        String difference = Trees.difference(shared, got);
        check(difference.isEmpty(), difference);
        String secret = link.substring(link.indexOf("#1.") + 3);
        for (String word : new String[] {PHRASE.substring(0, 24), NAME, secret}) {
            String where = find(third, word);
            check(where.isEmpty(), "the caching node's disk holds '" + word + "' in " + where);
        }
    }

    /** A quota for two of three contents: the one that is pinned stays, of the others the last one. */
    static void keepsWithinItsQuota(Path work) throws Exception {
        long quota = 8_000_000;
        Path a = work.resolve("a");
        Path gateway =
                Sharing.configured(work.resolve("c"), Map.of("org.skerry.exchange.cfg", "cache.quota = " + quota));
        Path first = Files.createDirectory(work.resolve("shared-0"));
        List<String> links = new ArrayList<>();
        try (Cli cache = Cli.start(gateway, "start")) {
            try (Cli sharer = Cli.start(a, "start")) {
                RunningNode.awaitNode(a, sharer);
                RunningNode.awaitNode(gateway, cache);
                for (int i = 0; i < 3; i++) {
                    Path shared = Files.createDirectories(work.resolve("shared-" + i));
                    Trees.random(shared.resolve("data.bin"), 3 << 20, 50 + i);
                    Cli share = Cli.run(a, "share", shared.toString());
                    check(share.exit(1) == 0, share.all());
                    links.add(share.line(1));
                    follow(gateway, links.get(i), i == 0);
                }
            }
            String list = Cli.run(gateway, "cache", "list").out();
            check(
                    state(list, links.get(0)).contains(" complete ")
                            && state(list, links.get(0)).contains(" pinned "),
                    list);
            check(state(list, links.get(1)).contains(" partial "), list);
            check(state(list, links.get(2)).contains(" complete "), list);
            long stored = bytes(gateway.resolve("store"));
            check(stored > quota / 2 && stored <= quota, "the store holds " + stored + " bytes");
            Path got = work.resolve("got");
            Cli get = Cli.run(work.resolve("d"), "get", links.get(0), "-o", got.toString(), "--timeout", "30s");
            check(get.exit(1) == 0, get.all() + cache.all());
            check(Trees.difference(first, got).isEmpty(), Trees.difference(first, got));
            Cli drop = Cli.run(gateway, "cache", "drop", links.get(2));
            check(drop.exit(1) == 0, drop.all());
            cache.await(20, it -> bytes(gateway.resolve("store")) < stored - (2 << 20));
            Cli none = Cli.run(gateway, "cache", "pin", links.get(2));
            check(none.exit(1) == 3 && none.err().lines().count() == 1, none.all());
        }
    }

    private static void follow(Path gateway, String link, boolean pin) throws Exception {
        Cli add = pin ? Cli.run(gateway, "cache", "add", link, "--pin") : Cli.run(gateway, "cache", "add", link);
        check(add.exit(1) == 0, add.all());
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        Cli list = Cli.run(gateway, "cache", "list");
        while (!state(list.out(), link).contains(" complete ")) {
            check(System.nanoTime() < deadline, list.all());
            list = Cli.run(gateway, "cache", "list");
        }
    }

    /** The line of a content in a list. */
    static String state(String list, String link) {
        String root = link.substring("skerry:".length(), link.indexOf('#'));
        return list.lines().filter(it -> it.startsWith(root)).findFirst().orElse("");
    }

    private static long bytes(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(Path::toFile)
                    .filter(File::isFile)
                    .mapToLong(File::length)
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            return Long.MAX_VALUE; // chunks go while this looks
        }
    }

    private static String find(Path folder, String word) throws IOException {
        byte[] wanted = word.getBytes(StandardCharsets.UTF_8);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (file.toString().contains(word) || contains(Files.readAllBytes(file), wanted)) {
                    return file.toString();
                }
            }
        }
        return "";
    }

    private static boolean contains(byte[] all, byte[] wanted) {
        return new String(all, StandardCharsets.ISO_8859_1).contains(new String(wanted, StandardCharsets.ISO_8859_1));
    }
}
