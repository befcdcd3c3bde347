// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.scenario;

import static org.skerry.itests.scenario.Scenario.check;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.skerry.api.ContentLink;
import org.skerry.itests.Trees;

/** Bad input gets one clear line, the right exit code, and no stack trace. */
final class BadInput {

    private BadInput() {}

    private static void refused(Cli cli, int code, String... words) throws Exception {
        check(cli.exit(1) == code, "expected exit " + code + "\n" + cli.all());
        for (String word : words) {
            check(cli.err().contains(word), "expected '" + word + "'\n" + cli.all());
        }
        check(!cli.err().contains("\tat ") && !cli.err().contains("Exception"), "a stack trace\n" + cli.all());
        check(cli.out().isBlank(), "an error on stdout\n" + cli.all());
    }

    static void links(Path work) throws Exception {
        Path shared = Files.createDirectory(work.resolve("shared"));
        Trees.random(shared.resolve("file"), 100_000, 41);
        Path b = work.resolve("b");
        refused(Cli.run(b, "get", "no link"), 2, "malformed link");
        refused(Cli.run(b, "get", "skerry:bafkrei"), 2, "malformed link");
        refused(Cli.run(b, "get"), 2, "LINK");
        refused(Cli.run(b, "fetch", "x"), 2);
        refused(Cli.run(b, "get", "skerry:x", "--timeout", "soon"), 2, "soon");
        try (Cli share = Cli.start(work.resolve("a"), "share", shared.toString());
                Cli other = Cli.start(work.resolve("c"), "share", shared.toString())) {
            String link = share.line(60);
            String foreign = other.line(60);
            refused(Cli.run(b, "get", link.substring(0, link.length() - 4)), 2, "malformed link");
            String half = link.substring(0, link.indexOf('#'));
            refused(Cli.run(b, "get", half, "-o", work.resolve("half").toString()), 2, "copy the link whole");
            String crossed = cross(link, foreign);
            Path got = work.resolve("got");
            refused(Cli.run(b, "get", crossed, "-o", got.toString(), "--timeout", "60s"), 1, "secret");
            check(!Files.exists(got.resolve("file")), "something was written with a wrong secret");
        }
    }

    /** {@return the root of one link with the secret of another, under a right checksum} */
    private static String cross(String link, String foreign) {
        ContentLink one = ContentLink.parse(link);
        ContentLink other = ContentLink.parse(foreign);
        return new ContentLink(one.root(), one.relays(), one.peers(), other.secret()).toString();
    }

    static void configuration(Path work) throws Exception {
        Path home = Sharing.configured(work.resolve("a"), Map.of("org.skerry.peering.cfg", "max.peers = many"));
        Path file = Files.writeString(work.resolve("file"), "x");
        refused(Cli.run(home, "share", file.toString()), 1, "org.skerry.peering.cfg", "max.peers", "many");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("10.83.75.1"))) {
            Path busy = Sharing.configured(
                    work.resolve("b"),
                    Map.of(
                            "org.skerry.transport.direct.cfg",
                            "port = " + taken.getLocalPort() + "\nbind = 10.83.75.1"));
            try (Cli start = Cli.start(busy, "start")) {
                start.await(30, it -> err(it).contains("in use"));
                check(err(start).contains(String.valueOf(taken.getLocalPort())), start.all());
                check(start.exit(30) == 1, start.all());
            }
        }
    }

    private static String err(Cli cli) {
        try {
            return cli.err();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static void folders(Path work) throws Exception {
        Path shared = Files.createDirectory(work.resolve("shared"));
        Trees.random(shared.resolve("file"), 100_000, 42);
        Path a = work.resolve("a");
        refused(Cli.run(a, "share", work.resolve("missing").toString()), 3, "missing");
        Path fifo = Files.createDirectory(work.resolve("with fifo")).resolve("pipe");
        check(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor() == 0, "mkfifo");
        refused(Cli.run(a, "share", fifo.getParent().toString()), 1, "pipe");
        Path locked = Trees.random(work.resolve("with lock/locked file"), 100, 45);
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("---------"));
        refused(Cli.runWithoutOverride(a, "share", locked.getParent().toString()), 1, "locked file");
        Path out = Files.createDirectory(work.resolve("with link")).resolve("way out");
        Files.createSymbolicLink(out, Path.of("../shared/file"));
        refused(Cli.run(a, "share", out.getParent().toString()), 1, "way out");
        try (Cli share = Cli.start(a, "share", shared.toString())) {
            String link = share.line(60);
            Path occupied = Files.createDirectory(work.resolve("occupied"));
            Files.writeString(occupied.resolve("mine"), "keep me");
            refused(Cli.run(work.resolve("b"), "get", link, "-o", occupied.toString()), 1, "occupied", "-o");
            check(Files.readString(occupied.resolve("mine")).equals("keep me"), "a file of the user was touched");
            Path plain = Files.writeString(work.resolve("plain file"), "keep me");
            refused(Cli.run(work.resolve("b"), "get", link, "-o", plain.toString()), 1, "plain file");
            Path got = work.resolve("got");
            check(Cli.run(work.resolve("b"), "get", link, "-o", got.toString()).exit(1) == 0, "first get");
            check(Cli.run(work.resolve("b"), "get", link, "-o", got.toString()).exit(1) == 0, "second get");
            Files.writeString(got.resolve("file"), "edited");
            refused(Cli.run(work.resolve("b"), "get", link, "-o", got.toString()), 1, "file");
            check(Files.readString(got.resolve("file")).equals("edited"), "an edited file was overwritten");
        }
    }

    static void fullDisk(Path work) throws Exception {
        Path shared = Files.createDirectory(work.resolve("shared"));
        Trees.random(shared.resolve("big.bin"), 24 << 20, 43);
        Path disk = Files.createDirectory(work.resolve("disk"));
        Process mount = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=32m", "none", disk.toString())
                .inheritIO()
                .start();
        check(mount.waitFor(10, TimeUnit.SECONDS) && mount.exitValue() == 0, "a small disk needs root");
        Path slow = Sharing.slow(work.resolve("a"), 4 << 20);
        try (Cli share = Cli.start(slow, "share", shared.toString())) {
            String link = share.line(60);
            Path filler = Files.write(disk.resolve("in the way"), new byte[20 << 20]);
            Path got = disk.resolve("got");
            refused(Cli.run(work.resolve("b"), "get", link, "-o", got.toString()), 1, "got", "free");
            Files.delete(filler);
            try (Cli get = Cli.start(work.resolve("b"), "get", link, "-o", got.toString())) {
                get.await(60, it -> Sharing.written(got) > 4 << 20);
                Files.write(filler, new byte[20 << 20]);
                get.exit(60);
                refused(get, 1, "full");
            }
            check(!Files.exists(got.resolve("big.bin")), "a half file stands under its final name");
            Files.delete(filler);
            check(Cli.run(work.resolve("b"), "get", link, "-o", got.toString()).exit(1) == 0, "it did not go on");
            check(Trees.difference(shared, got).isEmpty(), Trees.difference(shared, got));
        } finally {
            check(new ProcessBuilder("umount", "-l", disk.toString()).start().waitFor() == 0, "umount");
        }
    }

    static void nobody(Path work) throws Exception {
        Path shared = Files.createDirectory(work.resolve("shared"));
        Trees.random(shared.resolve("file"), 1_000, 44);
        String link;
        try (Cli share = Cli.start(work.resolve("a"), "share", shared.toString())) {
            link = share.line(60);
        }
        Path got = work.resolve("got");
        Cli get = Cli.run(work.resolve("b"), "get", link, "-o", got.toString(), "--timeout", "3s");
        refused(get, 3, "looking for peers");
        check(!Files.exists(got.resolve("file")), "something came from nowhere");
    }
}
