// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.skerry.runtime.cli.Output;

/** The folder of a demo and the processes in it; both go in every case, even when the demo is interrupted. */
final class DemoFolder implements AutoCloseable {

    private final Path path;
    private final List<ChildNode> children = new ArrayList<>();
    private final Thread hook = new Thread(this::closeQuietly, "skerry-demo-end");
    private boolean closed;

    DemoFolder() throws IOException {
        path = Files.createTempDirectory("skerry-demo");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    Path path() {
        return path;
    }

    /** Ends {@code child} together with this. */
    synchronized ChildNode own(ChildNode child) {
        if (closed) {
            child.close();
        }
        children.add(child);
        return child;
    }

    private void closeQuietly() {
        try {
            close();
        } catch (IOException | UncheckedIOException e) {
            Output.messages().println("skerry: " + path + " cannot be removed: " + e.getMessage());
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        children.forEach(ChildNode::close);
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                // A folder may have been shared, and so written, without the right to write to it.
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
