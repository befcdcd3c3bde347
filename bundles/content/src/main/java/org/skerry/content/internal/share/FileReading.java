// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.share;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.skerry.api.ShareException;
import org.skerry.base.crypto.Sha256;
import org.skerry.content.internal.chunk.CipherPool;
import org.skerry.content.internal.chunk.CutRule;
import org.skerry.content.internal.disk.FileStamp;
import org.skerry.content.internal.work.Workshop;

/**
 * Reads every file once and notes its chunks. Cutting and the hash of the file run on the calling thread, one file after
 * the other; naming the chunks, which costs more, runs on the workers.
 */
final class FileReading {

    /** How often a file is read that changes meanwhile. */
    static final int ATTEMPTS = 3;

    private final SharedPaths shared;
    private final ReadTables tables;
    private final ChunkSpool spool;
    private final CipherPool ciphers;
    private final ReadProgress progress;
    private final Pipeline pipeline;
    private final FileCutting cutting;
    private final Packs packs;
    private long nextPack;

    FileReading(
            SharedPaths shared,
            ReadTables tables,
            ChunkSpool spool,
            CipherPool ciphers,
            Workshop workshop,
            ReadProgress progress,
            Averages averages) {
        this.shared = shared;
        this.tables = tables;
        this.spool = spool;
        this.ciphers = ciphers;
        this.progress = progress;
        this.pipeline = new Pipeline(workshop.workers());
        this.cutting = new FileCutting(ciphers, pipeline, spool, progress, averages);
        this.packs = new Packs(ciphers.keys().packKey(), this::submit);
    }

    static ShareException changed(Path path) {
        return new ShareException(path + " changes while it is being read; share it when it is quiet");
    }

    void run() throws IOException, ShareException {
        try {
            for (long number = 0; number < tables.size(); number++) {
                Walked entry = tables.entry(number);
                if (entry.kind() == FileStamp.Kind.FILE) {
                    packs.reached(entry.path());
                    read(number, entry);
                }
            }
            packs.finish();
            pipeline.drain();
            spool.flush();
            progress.report(true);
        } finally {
            pipeline.abandon();
        }
    }

    private void read(long number, Walked entry) throws IOException, ShareException {
        if (entry.size() == 0) {
            tables.put(number, Body.cut(Sha256.of(), 0, 0, CutRule.SMALL_AVERAGE));
            progress.file();
        } else if (entry.size() < Packs.SMALL) {
            packs.add(new Packs.Member(number, entry.path(), (int) entry.size()));
        } else {
            FileCutting.Result result = cutting.read(shared.locate(entry.path()), entry.path());
            tables.put(number, result.body());
            refresh(number, result.stamp());
            progress.file();
        }
    }

    private void submit(List<Packs.Member> members) throws IOException, ShareException {
        long pack = nextPack++;
        pipeline.submit(Packs.MAX_BYTES, new PackReading(shared, ciphers, members), result -> take(pack, result));
    }

    private void take(long pack, PackReading.Result result) {
        tables.putPack(pack, result.chunk());
        for (PackReading.ReadMember member : result.members()) {
            tables.put(member.entry(), Body.packed(member.sha256(), pack, member.offset()));
            refresh(member.entry(), member.stamp());
            progress.bytes(member.stamp().size());
            progress.file();
        }
    }

    /** The catalog says what was read, not what was found before. */
    private void refresh(long number, FileStamp stamp) {
        Walked before = tables.entry(number);
        Walked now = Walked.of(before.path(), stamp, "");
        if (!now.equals(before)) {
            tables.replace(number, now);
        }
    }
}
