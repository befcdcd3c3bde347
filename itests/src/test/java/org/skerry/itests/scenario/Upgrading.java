// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.scenario;

import static org.skerry.itests.scenario.Scenario.check;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.skerry.itests.Trees;
import org.skerry.itests.Versions;

/** The bundles of a running node change by command, while it fetches. */
final class Upgrading {

    private static final String TRANSPORT = "org.skerry.transport.direct";
    private static final String STRATEGY = "org.skerry.sync.rarest";
    private static final int BYTES = 48 << 20;
    private static final int KILLS = Integer.getInteger("skerry.upgrade.kills", 5);

    private Upgrading() {}

    /** A sharing and a fetching node, and a folder for what is deployed. */
    private static final class Pair implements AutoCloseable {

        final Path work;
        final Path shared;
        final Path home;
        final Path got;
        final Cli share;
        final Cli node;

        Pair(Path work) throws Exception {
            this.work = work;
            shared = Files.createDirectory(work.resolve("shared"));
            Trees.random(shared.resolve("big.bin"), BYTES, 71);
            home = work.resolve("b");
            got = work.resolve("got");
            share = Cli.start(Sharing.slow(work.resolve("a"), 1 << 20), "share", shared.toString());
            node = Cli.start(home, "start");
            RunningNode.awaitNode(home, node);
        }

        Cli upgrade(String... arguments) throws Exception {
            String[] all = new String[arguments.length + 1];
            all[0] = "upgrade";
            System.arraycopy(arguments, 0, all, 1, arguments.length);
            return Cli.run(home, all);
        }

        String version(String bundle) throws Exception {
            return Upgrading.version(home, bundle);
        }

        @Override
        public void close() throws Exception {
            node.close();
            share.close();
        }
    }

    private static String version(Path home, String bundle) throws Exception {
        return Cli.run(home, "bundles")
                .out()
                .lines()
                .filter(it -> it.contains(" " + bundle + " "))
                .map(it -> it.strip().replaceAll(".* ", ""))
                .findFirst()
                .orElse("none");
    }

    private static Path jar(Path work, String bundle, String version) throws Exception {
        return jar(work, bundle, version, it -> true, "");
    }

    /** A shipped jar with another version, some of its entries, and more to import. */
    private static Path jar(Path work, String bundle, String version, Predicate<String> keep, String imports)
            throws Exception {
        Path file = work.resolve(bundle + "-" + version + ".jar");
        try (InputStream in = Versions.jar(bundle, version, keep, imports)) {
            Files.copy(in, file);
        }
        return file;
    }

    /** What works is kept, what does not is taken back, and the fetch goes on all the while. */
    static void whileFetching(Path work) throws Exception {
        Files.createDirectories(work.resolve("b/etc"));
        Files.writeString(work.resolve("b/etc/org.skerry.upgrade.cfg"), "allow.unsigned = true\nwindow.s = 10\n");
        try (Pair pair = new Pair(work)) {
            String link = pair.share.line(60);
            try (Cli get = Cli.start(pair.home, "get", link, "-o", pair.got.toString())) {
                get.await(60, it -> Sharing.written(pair.got) > 2 << 20);
                commits(pair);
                takesBack(pair);
                refuses(pair);
                goesBack(pair);
                features(pair);
                check(get.running(), "the fetch ended before all was shown: " + get.all());
                restarts(pair);
                get.await(90, it -> !it.running() || Sharing.whole(pair.got, "big.bin"));
            }
            pair.node.await(120, it -> Sharing.whole(pair.got, "big.bin"));
            check(Trees.difference(pair.shared, pair.got).isEmpty(), Trees.difference(pair.shared, pair.got));
        }
    }

    /**
     * A node is killed while it takes two bundles, signed, as one set: the next start holds both or neither, and works. Goes on until
     * the new ones stay.
     */
    static void killed(Path work) throws Exception {
        Path home = work.resolve("b");
        Path key = work.resolve("alice");
        check(Cli.run(home, "sign", "--new-key", key.toString()).exit(1) == 0, "no key was made");
        Path publishers = Files.createDirectories(home.resolve("etc/publishers"));
        Files.setPosixFilePermissions(publishers, PosixFilePermissions.fromString("rwx------"));
        Files.copy(work.resolve("alice.pub"), publishers.resolve("alice.pub"));
        String transport = jar(work, TRANSPORT, "8.0.0").toString();
        String strategy = jar(work, STRATEGY, "8.0.0").toString();
        try (Cli node = Cli.start(home, "start")) {
            RunningNode.awaitNode(home, node);
            Cli unsigned = Cli.run(home, "upgrade", transport);
            check(unsigned.exit(1) == 1 && unsigned.err().contains("is not signed"), unsigned.all());
        }
        Cli sign = Cli.run(home, "sign", "--key", key.toString(), transport, strategy);
        check(sign.exit(1) == 0, sign.all());
        Random random = new Random(72);
        boolean stays = false;
        for (int i = 0; i < KILLS && !stays; i++) {
            boolean ended = killed(home, random, transport, strategy);
            try (Cli node = Cli.start(home, "start")) {
                RunningNode.awaitNode(home, node);
                String both = version(home, TRANSPORT) + " " + version(home, STRATEGY);
                boolean none = !both.contains("8.0.0");
                check(both.equals("8.0.0 8.0.0") || none && !ended, "a mix of sets, or a lost one: " + both);
                stays = !none;
            }
        }
    }

    /** It is under way for some two seconds; the kill comes at one of many moments of that. */
    private static boolean killed(Path home, Random random, String... files) throws Exception {
        try (Cli node = Cli.start(home, "start")) {
            RunningNode.awaitNode(home, node);
            try (Cli upgrade = Cli.start(home, "upgrade", files[0], files[1])) {
                boolean ended = endsWithin(upgrade, 800 + random.nextInt(2200));
                node.kill();
                // Else whoever waits for the next node takes this for its socket.
                Files.deleteIfExists(home.resolve("control.sock"));
                return ended;
            }
        }
    }

    private static boolean endsWithin(Cli cli, int millis) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (cli.running() && System.nanoTime() - deadline < 0) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return !cli.running();
    }

    private static void commits(Pair pair) throws Exception {
        String before = pair.version(TRANSPORT);
        String jar = jar(pair.work, TRANSPORT, "7.0.0").toString();
        Cli dry = pair.upgrade("--dry-run", jar);
        check(dry.exit(1) == 0 && dry.out().contains("planned: would be swapped"), dry.all());
        check(pair.version(TRANSPORT).equals(before), "a dry run changed something");
        Cli done = pair.upgrade(jar);
        check(done.exit(1) == 0 && done.out().contains("committed"), done.all());
        check(pair.version(TRANSPORT).equals("7.0.0"), pair.version(TRANSPORT));
        Cli again = pair.upgrade(jar);
        check(again.exit(1) == 0 && again.out().contains("unchanged"), again.all());
    }

    private static void takesBack(Pair pair) throws Exception {
        String before = pair.version(STRATEGY);
        Path broken = jar(pair.work, STRATEGY, "7.1.0", it -> !it.endsWith("Strategy.class"), "");
        Cli failed = pair.upgrade(broken.toString());
        check(failed.exit(1) == 1 && failed.out().contains("rolled-back"), failed.all());
        check(pair.version(STRATEGY).equals(before), pair.version(STRATEGY) + " after " + failed.all());
    }

    private static void refuses(Pair pair) throws Exception {
        String before = pair.version(STRATEGY);
        Path foreign = jar(pair.work, STRATEGY, "7.2.0", it -> true, "no.such.thing;version=\"[3,4)\"");
        Cli missing = pair.upgrade(foreign.toString());
        check(missing.exit(1) == 1 && missing.err().contains("no.such.thing"), missing.all());
        Cli lower = pair.upgrade(jar(pair.work, TRANSPORT, "6.9.0").toString());
        check(lower.exit(1) == 1 && lower.err().contains("--allow-downgrade"), lower.all());
        check(pair.version(STRATEGY).equals(before) && pair.version(TRANSPORT).equals("7.0.0"), "something changed");
    }

    private static void goesBack(Pair pair) throws Exception {
        Cli back = Cli.run(pair.home, "rollback");
        check(back.exit(1) == 0 && back.out().contains("committed"), back.all());
        check(!pair.version(TRANSPORT).equals("7.0.0"), pair.version(TRANSPORT));
    }

    private static void features(Pair pair) throws Exception {
        Cli gone = Cli.run(pair.home, "features", "remove", "sync-sequential");
        check(gone.exit(1) == 0, gone.all());
        check(
                pair.version("org.skerry.sync.sequential").equals("none"),
                Cli.run(pair.home, "bundles").out());
        Cli back = Cli.run(pair.home, "features", "install", "sync-sequential");
        check(back.exit(1) == 0, back.all());
        check(
                !pair.version("org.skerry.sync.sequential").equals("none"),
                Cli.run(pair.home, "bundles").out());
    }

    private static void restarts(Pair pair) throws Exception {
        String jar = jar(pair.work, "org.skerry.api", "7.3.0").toString();
        Cli dry = pair.upgrade("--dry-run", jar);
        check(dry.exit(1) == 0 && dry.out().contains("would need a restart"), dry.all());
        Cli staged = pair.upgrade(jar);
        check(staged.exit(1) == 0 && staged.out().contains("staged"), staged.all());
        pair.node.await(90, it -> version(pair).equals("7.3.0"));
    }

    private static String version(Pair pair) {
        try {
            return pair.version("org.skerry.api");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
