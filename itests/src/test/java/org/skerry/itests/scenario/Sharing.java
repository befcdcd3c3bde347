// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.scenario;

import static org.skerry.itests.scenario.Scenario.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.skerry.itests.Taken;
import org.skerry.itests.Trees;

/** One process shares, another fetches. */
final class Sharing {

    private static final int BIG = 96 << 20;

    private Sharing() {}

    static void oddTree(Path work) throws Exception {
        Path shared = odd(Files.createDirectory(work.resolve("shared")));
        Path got = work.resolve("got");
        try (Cli share = Cli.start(work.resolve("a"), "share", shared.toString())) {
            Cli get = Cli.run(work.resolve("b"), "get", share.line(60), "-o", got.toString());
            check(get.exit(1) == 0, get.all());
            check(get.out().isEmpty() || !get.out().contains("Exception"), get.all());
        }
        String difference = Trees.difference(shared, got);
        check(difference.isEmpty(), difference);
    }

    static void bigTree(Path work) throws Exception {
        Path shared = odd(Files.createDirectory(work.resolve("shared")));
        Trees.random(shared.resolve("1 GiB"), 1L << 30, 15);
        for (int i = 0; i < 10_000; i++) {
            Trees.random(shared.resolve("ten thousand/" + i % 100 + "/" + i), 2_000 + i % 7_000, i);
        }
        Path got = work.resolve("got");
        try (Cli share = Cli.startSmall(work.resolve("a"), "share", shared.toString())) {
            String link = share.line(180);
            try (Cli get = Cli.startSmall(work.resolve("b"), "get", link, "-o", got.toString())) {
                check(get.exit(240) == 0, get.all());
            }
        }
        String difference = Trees.difference(shared, got);
        check(difference.isEmpty(), difference);
    }

    private static Path odd(Path root) throws IOException {
        Files.createFile(root.resolve("empty"));
        Files.write(root.resolve("one byte"), new byte[] {7});
        Trees.random(root.resolve("folder/just under a pack"), (64 << 10) - 1, 1);
        Trees.random(root.resolve("folder/just no pack"), 64 << 10, 2);
        Trees.random(root.resolve("one chunk"), 8 << 10, 3);
        Trees.random(root.resolve("several MiB"), (5 << 20) + 17, 4);
        Files.write(root.resolve("zeros"), new byte[3 << 20]);
        Trees.random(root.resolve("new\nline"), 100, 5);
        Trees.random(root.resolve("emoji \uD83C\uDFDD\uFE0F"), 100, 6);
        Trees.random(root.resolve("caf\u00e9"), 100, 7);
        Trees.random(root.resolve("cafe\u0301"), 200, 8);
        Trees.random(root.resolve("n".repeat(255)), 100, 9);
        Files.createDirectories(root.resolve("empty folder/within"));
        Path tool = Trees.random(root.resolve("tool.sh"), 100, 10);
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-x---"));
        Files.setLastModifiedTime(tool, FileTime.from(Instant.parse("2001-02-03T04:05:06.789012345Z")));
        Path link = Files.createSymbolicLink(root.resolve("link"), Path.of("folder/just no pack"));
        Files.getFileAttributeView(link, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setTimes(FileTime.from(Instant.parse("2011-12-13T14:15:16.171819Z")), null, null);
        for (int i = 0; i < 500; i++) {
            Trees.random(root.resolve("many/" + i % 10 + "/file " + i), 37L * i, i);
        }
        Files.setLastModifiedTime(root.resolve("empty folder"), FileTime.from(Instant.parse("1999-12-31T23:59:59Z")));
        return root;
    }

    static void killedFetch(Path work) throws Exception {
        Path shared = Files.createDirectory(work.resolve("shared"));
        Trees.random(shared.resolve("big.bin"), BIG, 11);
        Path got = work.resolve("got");
        Path home = slow(work.resolve("a"), BIG / 5);
        Path fetching = configured(work.resolve("b"), Map.of(Taken.FILE, Taken.LOGGING));
        try (Cli share = Cli.start(home, "share", shared.toString())) {
            String link = share.line(60);
            try (Cli get = Cli.start(fetching, "get", link, "-o", got.toString())) {
                get.await(60, it -> written(got) > BIG / 2);
                get.kill();
            }
            check(!Files.exists(got.resolve("big.bin")), "a half file stands under its final name");
            int before = Taken.of(fetching).size();
            check(before > 500, "only " + before + " chunks before the kill, so this shows nothing");
            Cli again = Cli.run(fetching, "get", link, "-o", got.toString());
            check(again.exit(1) == 0, again.all());
            List<String> taken = Taken.of(fetching);
            check(taken.size() > before + 500, "only " + (taken.size() - before) + " chunks after the kill");
            check(Taken.repeated(taken).isEmpty(), "fetched again what it had: " + Taken.repeated(taken));
        }
        String difference = Trees.difference(shared, got);
        check(difference.isEmpty(), difference);
    }

    /** {@return bytes allocated below a folder; partial files are sparse, so their sizes tell nothing} */
    static long written(Path folder) {
        try {
            Process du = new ProcessBuilder("du", "-s", "-B1", folder.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String text = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return text.isBlank() ? 0 : Long.parseLong(text.split("\\s")[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return whether the last file of a fetch has its name, and the fetch has nothing left to place} */
    static boolean whole(Path folder, String lastFile) {
        return Files.exists(folder.resolve(lastFile)) && !Files.exists(folder.resolve(".skerry-partial"));
    }

    static void killedSharer(Path work) throws Exception {
        Path shared = Files.createDirectory(work.resolve("shared"));
        Trees.random(shared.resolve("big.bin"), BIG / 2, 12);
        Path got = work.resolve("got");
        Path home = slow(work.resolve("a"), BIG / 10);
        Cli share = Cli.start(home, "share", shared.toString());
        String link = share.line(60);
        try (Cli get = Cli.start(work.resolve("b"), "get", link, "-o", got.toString())) {
            get.await(60, it -> written(got) > BIG / 8);
            share.kill();
            get.await(60, it -> text(it).contains("looking for peers") || text(it).contains("waiting"));
            check(get.running(), get.all());
            try (Cli back = Cli.start(home, "share", shared.toString())) {
                check(back.line(60).equals(link), "the link changed over a restart");
                check(get.exit(120) == 0, get.all());
            }
        }
        String difference = Trees.difference(shared, got);
        check(difference.isEmpty(), difference);
    }

    /** The owner kills the node that shares, and shares the same again, while the other one still fetches. */
    static void sharedAgain(Path work) throws Exception {
        Path shared = Files.createDirectory(work.resolve("shared"));
        Trees.random(shared.resolve("big.bin"), BIG / 2, 16);
        for (int i = 0; i < 300; i++) {
            Trees.random(shared.resolve("many/" + i), 20_000, i);
        }
        Path got = work.resolve("got");
        Path home = slow(work.resolve("a"), BIG / 12);
        Cli share = Cli.start(home, "start");
        RunningNode.awaitNode(home, share);
        String link = Cli.run(home, "share", shared.toString()).line(60);
        try (Cli get = Cli.start(work.resolve("b"), "get", link, "-o", got.toString())) {
            get.await(60, it -> written(got) > BIG / 12);
            share.kill();
            Files.delete(home.resolve("control.sock")); // so as to see the next one
            try (Cli back = Cli.start(home, "start")) {
                RunningNode.awaitNode(home, back);
                for (int i = 0; i < 3; i++) {
                    Cli again = Cli.run(home, "share", shared.toString());
                    check(again.line(60).equals(link), "the link changed: " + again.all());
                }
                check(get.exit(120) == 0, get.all() + Cli.run(home, "status").all());
                check(back.running(), back.all());
            }
        }
        String difference = Trees.difference(shared, got);
        check(difference.isEmpty(), difference);
    }

    private static String text(Cli cli) {
        try {
            return cli.err();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static void changedFile(Path work) throws Exception {
        Path shared = Files.createDirectory(work.resolve("shared"));
        Path file = Trees.random(shared.resolve("changing.bin"), 8 << 20, 13);
        Trees.random(shared.resolve("other.bin"), 1 << 20, 14);
        byte[] before = Files.readAllBytes(file);
        Path got = work.resolve("got");
        try (Cli share = Cli.start(work.resolve("a"), "share", shared.toString())) {
            String link = share.line(60);
            FileTime time = Files.getLastModifiedTime(file);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(new byte[4096]), 4 << 20);
            }
            Files.setLastModifiedTime(file, time);
            Cli get = Cli.run(work.resolve("b"), "get", link, "-o", got.toString(), "--timeout", "30s");
            check(get.exit(1) == 1, get.all());
            check(get.err().contains("changing.bin"), get.all());
            check(!get.err().contains("\tat "), get.all());
        }
        Path written = got.resolve("changing.bin");
        check(!Files.exists(written) || Arrays.equals(before, Files.readAllBytes(written)), "a mix was written");
    }

    /** Small files are stored together: which of them it was cannot be told by its chunk. */
    static void changedSmallFile(Path work) throws Exception {
        Path shared = Files.createDirectory(work.resolve("shared"));
        for (int i = 10; i < 70; i++) {
            Trees.random(shared.resolve("small " + i), 1000, i);
        }
        Path file = shared.resolve("small 37");
        try (Cli share = Cli.start(work.resolve("a"), "share", shared.toString())) {
            String link = share.line(60);
            FileTime time = Files.getLastModifiedTime(file);
            Trees.random(file, 1000, 1);
            Files.setLastModifiedTime(file, time);
            Cli get = Cli.run(work.resolve("b"), "get", link, "-o", work.resolve("got") + "", "--timeout", "30s");
            check(get.exit(1) == 1, get.all());
            check(get.err().contains("small 37 was changed"), get.all());
            Cli status = Cli.run(work.resolve("a"), "status");
            check(status.out().contains("small 37 was changed"), status.all());
        }
        check(!Files.exists(work.resolve("got/small 37")), "changed bytes were written");
    }

    /** {@return a home that sends no faster than so many bytes a second, so that there is a middle to act in} */
    static Path slow(Path home, long bytesPerSecond) throws IOException {
        return configured(home, Map.of("org.skerry.exchange.cfg", "node.up = " + bytesPerSecond));
    }

    static Path configured(Path home, Map<String, String> etc) throws IOException {
        Files.createDirectories(home.resolve("etc"));
        for (Map.Entry<String, String> file : etc.entrySet()) {
            Files.write(home.resolve("etc").resolve(file.getKey()), List.of(file.getValue()));
        }
        return home;
    }
}
