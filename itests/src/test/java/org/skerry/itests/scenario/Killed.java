// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.scenario;

import static org.skerry.itests.scenario.Scenario.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.skerry.itests.Taken;
import org.skerry.itests.Trees;

/**
 * Processes that are killed at moments that chance chooses, by turns one that fetches and one that shares. After each kill no
 * file bears its name that is not what was shared, and in the end no chunk was taken in twice: what a process has taken in
 * stays in the system's cache when the process is killed. (A power cut may take what was not forced to the disk; that is found
 * by its hash, and fetched again.)
 */
final class Killed {

    private static final String ROUNDS = "SKERRY_KILL_ROUNDS";
    private static final String SEED = "SKERRY_KILL_SEED";
    private static final int USUAL = 10;
    private static final int BYTES = 20 << 20;

    private final Path work;
    private final Random random;
    private final Path shared;
    private final List<String> links = new ArrayList<>();
    private long startMillis;
    private int fetches;
    private int killedFetches;
    private int killedShares;
    private long looked;
    private long taken;

    private Killed(Path work, Random random) throws IOException {
        this.work = work;
        this.random = random;
        shared = Files.createDirectory(work.resolve("shared"));
        for (int i = 0; i < 5; i++) {
            Trees.random(shared.resolve("big " + i), BYTES / 5, 50 + i);
        }
        for (int i = 0; i < 100; i++) {
            Trees.random(shared.resolve("many/" + i), 3_000 + i, i);
        }
    }

    /** {@return how many processes are killed} */
    static int rounds() {
        String rounds = System.getenv(ROUNDS);
        return rounds == null ? USUAL : Integer.parseInt(rounds);
    }

    static void atRandom(Path work) throws Exception {
        String given = System.getenv(SEED);
        long seed = given == null ? System.nanoTime() : Long.parseLong(given);
        System.out.println(SEED + "=" + seed + ", " + rounds() + " rounds");
        Killed killed = new Killed(work, new Random(seed));
        Path home = Sharing.slow(work.resolve("a"), 4 << 20);
        long before = System.nanoTime();
        try (Cli share = Cli.start(home, "share", killed.shared.toString())) {
            String link = share.line(60);
            killed.startMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);
            killed.open();
            for (int round = 0; round < rounds(); round++) {
                if (round % 2 == 0) {
                    killed.fetch(link);
                } else {
                    killed.share();
                }
            }
            Cli last = Cli.run(killed.home(), "get", link, "-o", killed.got().toString());
            check(last.exit(1) == 0, last.all());
            killed.whole();
        }
        killed.sharesStill();
        System.out.println(killed.killedFetches + " fetches and " + killed.killedShares + " shares were killed, "
                + (killed.fetches + 1) + " fetches became whole; " + killed.looked
                + " times a file bore its name, with wrong bytes"
                + " never; " + killed.taken + " chunks were taken in, none of them twice");
    }

    private Path home() {
        return work.resolve("b" + fetches);
    }

    private Path got() {
        return work.resolve("got" + fetches);
    }

    private void open() throws IOException {
        Sharing.configured(home(), Map.of(Taken.FILE, Taken.LOGGING));
    }

    private void fetch(String link) throws Exception {
        try (Cli get = Cli.start(home(), "get", link, "-o", got().toString())) {
            pause(0.35, 1.5);
            if (get.running()) {
                get.kill();
                killedFetches++;
                named();
            } else {
                check(get.exit(1) == 0, get.all());
                whole();
                fetches++;
                open();
            }
        }
    }

    /** What bears its name must be right; what is not whole lies elsewhere. */
    private void named() throws IOException {
        if (!Files.exists(got())) {
            return;
        }
        try (Stream<Path> all = Files.walk(got())) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Path name = got().relativize(file);
                if (!name.startsWith(".skerry-partial")) {
                    looked++;
                    check(Files.mismatch(file, shared.resolve(name.toString())) < 0, name + " has wrong bytes");
                }
            }
        }
    }

    private void whole() throws IOException {
        check(Trees.difference(shared, got()).isEmpty(), Trees.difference(shared, got()));
        List<String> chunks = Taken.of(home());
        check(chunks.size() > 100, "only " + chunks.size() + " chunks were taken in, so this shows nothing");
        taken += chunks.size();
        check(Taken.repeated(chunks).isEmpty(), "fetched again what it had: " + Taken.repeated(chunks));
    }

    private void share() throws Exception {
        try (Cli share = Cli.start(work.resolve("s"), "share", shared.toString())) {
            pause(0.2, 1.1);
            share.out().lines().forEach(links::add);
            share.kill();
            killedShares++;
        }
    }

    /** Whatever was killed, the link that was told stays, and what it gives is whole. */
    private void sharesStill() throws Exception {
        try (Cli share = Cli.start(work.resolve("s"), "share", shared.toString())) {
            String link = share.line(60);
            check(links.stream().allMatch(link::equals), "other links were told before: " + links + ", now " + link);
            Cli verify = Cli.run(work.resolve("s"), "verify", "--deep");
            check(verify.exit(1) == 0, verify.all());
            Path out = work.resolve("out");
            Cli get = Cli.run(work.resolve("t"), "get", link, "-o", out.toString());
            check(get.exit(1) == 0, get.all());
            check(Trees.difference(shared, out).isEmpty(), Trees.difference(shared, out));
        }
    }

    /** In times of what it takes to start and share, so that a slow or busy machine is killed in the middle of things, too. */
    private void pause(double least, double most) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep((long) (startMillis * (least + random.nextDouble() * (most - least))));
    }
}
