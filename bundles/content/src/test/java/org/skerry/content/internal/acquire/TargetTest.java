// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.acquire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skerry.api.ChunkId;

/** What is done in the folder that a fetch writes. */
class TargetTest {

    @TempDir
    Path folder;

    @Test
    void makesFoldersEmptyThoughOneHasLostItsNameWithThePowerAndKeptWhatWasInIt() throws Exception {
        try (Target target = Target.open(folder)) {
            target.begin(ChunkId.of(new byte[32]));
            Path nameless = Files.createDirectory(folder.resolve(".skerry-partial/folder"));
            Files.createFile(nameless.resolve("file"));
            target.makeFolder("sub");
            assertThat(folder.resolve("sub")).isEmptyDirectory();
        }
    }

    /** Seen once on a busy machine: a file got its name with a zero for its last byte. */
    @Test
    void severalThreadsMayOpenTheSameFileForTheFirstTime() throws Exception {
        int size = 100_000;
        int threads = 4;
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try (Target target = Target.open(folder)) {
            target.begin(ChunkId.of(new byte[32]));
            for (int file = 0; file < 1000; file++) {
                int number = file;
                CyclicBarrier together = new CyclicBarrier(threads);
                List<Callable<Void>> writes = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    long last = size - 1L - i;
                    writes.add(() -> {
                        together.await();
                        try (FileChannel channel = target.openPartial(number, size)) {
                            channel.write(ByteBuffer.wrap(new byte[] {1}), last);
                        }
                        return null;
                    });
                }
                for (Future<Void> write : executor.invokeAll(writes)) {
                    write.get();
                }
                Path partial = folder.resolve(".skerry-partial/" + number);
                byte[] end = new byte[threads];
                try (FileChannel channel = FileChannel.open(partial)) {
                    channel.read(ByteBuffer.wrap(end), size - threads);
                }
                assertThat(end).as("file %d", file).containsOnly(1);
                Files.delete(partial);
            }
        } finally {
            executor.shutdownNow();
        }
    }
}
