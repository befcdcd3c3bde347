// SPDX-License-Identifier: Apache-2.0
package org.skerry.simulator;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.skerry.api.ContentLink;
import org.skerry.api.Transfer;
import org.skerry.api.TransferResult;
import org.skerry.api.TransferResult.Cause;

/** A node that is to have a content. */
final class Wish {

    private final SimNode node;
    private final SharedFiles content;
    private final boolean reads;
    private boolean begun;

    /** @param reads whether it fetches it, and does not only cache it */
    Wish(SimNode node, SharedFiles content, boolean reads) {
        this.node = node;
        this.content = content;
        this.reads = reads;
    }

    SimNode node() {
        return node;
    }

    SharedFiles content() {
        return content;
    }

    boolean begun() {
        return begun;
    }

    boolean reads() {
        return reads;
    }

    void begin() {
        if (!node.running()) {
            node.start();
        }
        begun = true;
        if (node.running()) {
            ContentLink link = content.link();
            node.fetch(reads ? link : link.withoutSecret(), content.folder());
        }
    }

    /** A node that crashed before a fetch was noted has not promised anything, as whoever asked for it saw: they ask again. */
    void beginAgain() {
        // What is cached whole is no transfer after a restart.
        if (begun && (reads && transfer().isEmpty() || hasEndedForItsDisk())) {
            begin();
        }
    }

    /** As whoever reads why would, once the disk is well. */
    void tellAgain() {
        if (begun && hasEndedForItsDisk()) {
            begin();
        }
    }

    private boolean hasEndedForItsDisk() {
        return transfer()
                .map(it -> it.ended().toCompletableFuture())
                .filter(it ->
                        it.isDone() && it.join() instanceof TransferResult.Failed failed && isOfDisk(failed.cause()))
                .isPresent();
    }

    private static boolean isOfDisk(Cause cause) {
        return cause == Cause.DISK_FULL || cause == Cause.IO;
    }

    Optional<Transfer> transfer() {
        return node.transfer(content.link());
    }

    /** What has its name is whole and right, at any time. @param all whether everything has to be there */
    void checkFiles(boolean all) throws IOException {
        Path got = node.seen(content.folder());
        if (!Files.isDirectory(got)) {
            if (all) {
                throw new AssertionError(node + " has no folder " + got);
            }
            return;
        }
        Set<String> there = new HashSet<>();
        Files.walkFileTree(got, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String name = got.relativize(file).toString();
                byte[] right = content.files().get(name);
                if (right != null && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    if (!Arrays.equals(right, Files.readAllBytes(file))) {
                        throw new AssertionError(node + " has a wrong " + file);
                    }
                    there.add(name);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        if (all && !there.equals(content.files().keySet())) {
            throw new AssertionError(
                    node + " has " + there + " of " + content.files().keySet());
        }
    }

    @Override
    public String toString() {
        return node + " and content " + content.number();
    }
}
