// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.share;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import org.skerry.api.ShareException;
import org.skerry.base.crypto.Sha256;
import org.skerry.content.internal.chunk.CipherPool;
import org.skerry.content.internal.chunk.CutRule;
import org.skerry.content.internal.chunk.FastCdc;
import org.skerry.content.internal.disk.FileStamp;

/** Cuts one file after the other into chunks and gives them to the pipeline, whose results go to the spool in order. */
final class FileCutting {

    private static final int BUFFER = 4 << 20;

    private final CipherPool ciphers;
    private final Pipeline pipeline;
    private final ChunkSpool spool;
    private final ReadProgress progress;
    private final Averages averages;
    private final FastCdc chunking;
    private final byte[] buffer = new byte[BUFFER];
    private final MessageDigest digest = Sha256.newDigest();
    private long submitted;

    /** A file as it was read. */
    record Result(Body body, FileStamp stamp) {}

    FileCutting(CipherPool ciphers, Pipeline pipeline, ChunkSpool spool, ReadProgress progress, Averages averages) {
        this.ciphers = ciphers;
        this.pipeline = pipeline;
        this.spool = spool;
        this.progress = progress;
        this.averages = averages;
        this.chunking = ciphers.keys().chunking();
    }

    /** Reads a file; again if it changes meanwhile. Chunks of a vain attempt stay in the spool, where no one names them. */
    Result read(Path path, String name) throws IOException, ShareException {
        for (int attempt = 0; attempt < FileReading.ATTEMPTS; attempt++) {
            FileStamp before;
            long first = submitted;
            long length;
            int average;
            try {
                before = FileStamp.of(path);
                average = averages.of(name, before.size());
                length = cut(path, CutRule.ofAverage(average));
                if (length == before.size() && before.equals(FileStamp.of(path))) {
                    Body body = Body.cut(digest.digest(), first, submitted - first, average);
                    return new Result(body, before);
                }
            } catch (IOException e) {
                throw FolderWalk.failed(path, e);
            }
            progress.bytes(-length);
        }
        throw FileReading.changed(path);
    }

    private long cut(Path path, CutRule rule) throws IOException, ShareException {
        digest.reset();
        long total = 0;
        try (FileChannel in = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            int held = 0;
            boolean more = true;
            while (more) {
                int read = fill(in, held);
                more = read == BUFFER - held;
                digest.update(buffer, held, read);
                progress.bytes(read);
                total += read;
                held += read;
                held = cutHeld(held, more, rule);
            }
        }
        return total;
    }

    private int fill(FileChannel in, int from) throws IOException {
        ByteBuffer target = ByteBuffer.wrap(buffer, from, BUFFER - from);
        while (target.hasRemaining() && in.read(target) >= 0) {
            continue;
        }
        return target.position() - from;
    }

    /** Cuts while the end of a chunk can be told, and returns how many bytes stay, moved to the front. */
    private int cutHeld(int held, boolean more, CutRule rule) throws IOException, ShareException {
        int at = 0;
        while (held - at >= rule.max() || !more && at < held) {
            int length = chunking.next(buffer, at, held - at, rule).length();
            submit(Arrays.copyOfRange(buffer, at, at + length));
            at += length;
        }
        System.arraycopy(buffer, at, buffer, 0, held - at);
        return held - at;
    }

    private void submit(byte[] plain) throws IOException, ShareException {
        submitted++;
        pipeline.submit(plain.length, () -> ciphers.use(it -> it.name(plain, 0, plain.length)), spool::add);
    }
}
