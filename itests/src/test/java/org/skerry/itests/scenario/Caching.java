// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.scenario;

import static org.skerry.itests.scenario.Scenario.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
