// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.scenario;

import static org.skerry.itests.scenario.Scenario.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.skerry.itests.Trees;

/** A disk that gives other bytes than were written to it: {@code verify} finds it, {@code repair} and peers mend it. */
final class Rotten {

    private Rotten() {}

    static void foundAndHealed(Path work) throws Exception {
        Path shared = Files.createDirectory(work.resolve("shared"));
        Trees.random(shared.resolve("big.bin"), 6 << 20, 61);
        Trees.random(shared.resolve("small"), 3_000, 62);
        Path a = work.resolve("a");
        Path b = work.resolve("b");
        Path c = work.resolve("c");
        Path got = work.resolve("got");
        try (Cli one = Cli.start(a, "start");
                Cli two = Cli.start(b, "start");
                Cli three = Cli.start(c, "start")) {
            RunningNode.awaitNode(a, one);
            RunningNode.awaitNode(b, two);
            RunningNode.awaitNode(c, three);
            String link = Cli.run(a, "share", shared.toString()).line(60);
            ran(Cli.run(b, "get", link, "-o", got.toString()), 0);
            ran(Cli.run(c, "get", link.substring(0, link.indexOf('#'))), 0);
            for (Path home : new Path[] {a, b, c}) {
                ran(Cli.run(home, "verify"), 0);
                ran(Cli.run(home, "verify", "--deep", "--json"), 0);
            }
            flip(got.resolve("big.bin"), 3 << 20);
            says(ran(Cli.run(b, "verify"), 1), "big.bin has other bytes");
            says(ran(Cli.run(b, "repair"), 0), "healing");
            heals(b);
            check(Trees.difference(shared, got).isEmpty(), Trees.difference(shared, got));

            Path chunk = chunk(c);
            flip(chunk, Files.size(chunk) / 2);
            says(ran(Cli.run(c, "verify"), 1), chunk + " is damaged");
            says(ran(Cli.run(c, "verify"), 1), chunk + " is damaged"); // to look changes nothing
            says(ran(Cli.run(c, "repair"), 0), "mended");
            heals(c);
            check(Files.exists(chunk), "the chunk did not come again");
        }
        stateOfAShare(a);
        journal(b);
    }

    /** Of a node that does not run. */
    private static void stateOfAShare(Path home) throws Exception {
        Path maps = find(home.resolve("state/content/shares"), "maps.mv");
        Files.write(maps, new byte[8192]);
        says(ran(Cli.run(home, "verify"), 1), "its state cannot be opened");
        says(ran(Cli.run(home, "repair"), 0), "mended");
        ran(Cli.run(home, "verify", "--deep"), 0);
        check(Files.exists(find(home.resolve("state/content/damaged"), "maps.mv")), "nothing was set aside");
    }

    private static void journal(Path home) throws Exception {
        Path journal;
        try (Stream<Path> all = Files.list(home.resolve("state/exchange/transfers"))) {
            journal = all.findFirst().orElseThrow();
        }
        Files.write(journal, new byte[] {1, 2, 3});
        says(ran(Cli.run(home, "verify"), 1), journal + " cannot be read");
        says(ran(Cli.run(home, "repair"), 1), "set aside");
        check(!Files.exists(journal), journal + " is still there");
        ran(Cli.run(home, "verify"), 0);
    }

    private static Cli ran(Cli cli, int code) throws Exception {
        check(cli.exit(1) == code, cli.all());
        return cli;
    }

    private static void says(Cli cli, String what) throws IOException {
        check(cli.out().contains(what), "does not say '" + what + "': " + cli.all());
    }

    private static void heals(Path home) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
        Cli verify = Cli.run(home, "verify");
        while (verify.exit(1) != 0) {
            check(System.nanoTime() < deadline, verify.all());
            verify = Cli.run(home, "verify");
        }
    }

    /** The longest is none of the index, which whoever looks for the others reads, and a store drops what it reads damaged. */
    private static Path chunk(Path home) throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            return all.filter(it -> it.getFileName().toString().matches("[0-9a-f]{64}"))
                    .max(Comparator.comparingLong(it -> it.toFile().length()))
                    .orElseThrow();
        }
    }

    private static Path find(Path folder, String name) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(it -> it.endsWith(name)).findFirst().orElseThrow();
        }
    }

    /** Flips a bit and leaves the time as it was, as no disk tells. */
    private static void flip(Path file, long at) throws IOException {
        FileTime time = Files.getLastModifiedTime(file);
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) at] ^= 1;
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, time);
    }
}
