// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.scenario;

import static org.skerry.itests.scenario.Scenario.check;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.skerry.itests.Trees;

/** A node that runs in its home, and commands that talk to it. */
final class RunningNode {

    private RunningNode() {}

    static void handsOver(Path work) throws Exception {
        Path shared = Files.createDirectory(work.resolve("shared"));
        Trees.random(shared.resolve("some.bin"), 3 << 20, 31);
        Path a = work.resolve("a");
        Path b = work.resolve("b");
        Path got = work.resolve("got");
        try (Cli one = Cli.start(a, "start");
                Cli two = Cli.start(b, "start")) {
            awaitNode(a, one);
            awaitNode(b, two);
            Path socket = a.resolve("control.sock");
            String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(socket));
            check(mode.equals("rw-------"), "the control socket has mode " + mode);
            Cli share = Cli.run(a, "share", shared.toString());
            check(share.exit(1) == 0 && share.out().lines().count() == 1, share.all());
            Cli get = Cli.run(b, "get", share.line(1), "-o", got.toString());
            check(get.exit(1) == 0, get.all());
            check(Trees.difference(shared, got).isEmpty(), Trees.difference(shared, got));
            for (String command : new String[] {"status", "peers", "transfers", "bundles"}) {
                Cli people = Cli.run(b, command);
                Cli programs = Cli.run(b, command, "--json");
                check(people.exit(1) == 0 && !people.out().isBlank(), people.all());
                check(programs.exit(1) == 0 && programs.out().strip().matches("(?s)[\\[{].*[\\]}]"), programs.all());
            }
            check(
                    Cli.run(b, "peers").out().contains("direct"),
                    Cli.run(b, "peers").all());
            Cli stop = Cli.run(b, "stop");
            check(stop.exit(1) == 0, stop.all());
            check(two.exit(20) == 0, two.all());
            check(one.terminate() == 0 || !one.running(), one.all());
        }
        Cli status = Cli.run(b, "status");
        check(status.exit(1) == 3 && status.err().contains(b + " start'"), status.all());
        check(!Files.exists(b.resolve("control.sock")), "a stopped node left its socket");
    }

    /** What a node was told to fetch it goes on with when it starts again; what a command fetched by itself it does not. */
    static void goesOn(Path work) throws Exception {
        Path shared = Files.createDirectory(work.resolve("shared"));
        Trees.random(shared.resolve("big.bin"), 24 << 20, 32);
        Path a = Sharing.slow(work.resolve("a"), 4 << 20);
        Path b = work.resolve("b");
        Path got = work.resolve("got");
        try (Cli share = Cli.start(a, "share", shared.toString())) {
            String link = share.line(60);
            try (Cli alone = Cli.start(b, "get", link, "-o", work.resolve("alone") + "")) {
                alone.await(60, it -> Sharing.written(work.resolve("alone")) > 2 << 20);
                alone.terminate();
            }
            try (Cli node = Cli.start(b, "start")) {
                awaitNode(b, node);
                Cli none = Cli.run(b, "transfers", "--json");
                check(
                        none.out().replaceAll("\\s", "").equals("[]"),
                        "goes on with what a command was stopped at: " + none.all());
                try (Cli get = Cli.start(b, "get", link, "-o", got.toString())) {
                    get.await(60, it -> Sharing.written(got) > 4 << 20);
                    check(Cli.run(b, "stop").exit(1) == 0, "no stop");
                    check(get.exit(20) == 1, get.all());
                }
                node.exit(20);
            }
            check(!Files.exists(got.resolve("big.bin")), "it was too quick to show anything");
            try (Cli node = Cli.start(b, "start")) {
                node.await(60, it -> Sharing.whole(got, "big.bin"));
            }
        }
        check(Trees.difference(shared, got).isEmpty(), Trees.difference(shared, got));
    }

    /** Waits for a started node to answer, a minute at most. */
    static void awaitNode(Path home, Cli node) throws Exception {
        node.await(60, it -> !it.running() || Files.exists(home.resolve("control.sock")));
        check(node.running() && Cli.run(home, "status").exit(1) == 0, "no node came up in " + home + "\n" + node.all());
    }

    static void oneHome(Path work) throws Exception {
        Path home = work.resolve("a");
        try (Cli first = Cli.start(home, "start")) {
            first.await(60, it -> !it.running() || Files.exists(home.resolve("node.lock")));
            Cli early = Cli.run(home, "status");
            check(early.exit(1) == 0, "asked while it starts: " + early.all());
            Cli second = Cli.run(home, "start");
            check(second.exit(1) == 1, second.all());
            check(second.err().contains("already") && second.err().lines().count() <= 2, second.all());
            check(first.running(), first.all());
        }
    }
}
