// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.share;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.skerry.api.ShareException;
import org.skerry.base.crypto.Sha256;
import org.skerry.content.internal.chunk.CipherPool;
import org.skerry.content.internal.chunk.StoredChunk;
import org.skerry.content.internal.disk.FileStamp;

/** Reads the files of a pack and names the chunk that they make together. */
final class PackReading implements Callable<PackReading.Result> {

    private final SharedPaths shared;
    private final CipherPool ciphers;
    private final List<Packs.Member> members;

    /** A file as it was read. */
    record ReadMember(long entry, FileStamp stamp, byte[] sha256, int offset) {}

    /** The pack. */
    record Result(StoredChunk chunk, List<ReadMember> members) {}

    PackReading(SharedPaths shared, CipherPool ciphers, List<Packs.Member> members) {
        this.shared = shared;
        this.ciphers = ciphers;
        this.members = members;
    }

    @Override
    public Result call() throws ShareException {
        ByteArrayOutputStream all = new ByteArrayOutputStream(Packs.SMALL);
        List<ReadMember> read = new ArrayList<>(members.size());
        for (Packs.Member member : members) {
            read.add(read(member, all));
        }
        byte[] plain = all.toByteArray();
        StoredChunk chunk = ciphers.<StoredChunk, RuntimeException>use(it -> it.name(plain, 0, plain.length));
        return new Result(chunk, read);
    }

    private ReadMember read(Packs.Member member, ByteArrayOutputStream all) throws ShareException {
        Path path = shared.locate(member.path());
        for (int attempt = 0; attempt < FileReading.ATTEMPTS; attempt++) {
            try {
                FileStamp before = FileStamp.of(path);
                ByteBuffer content = read(path);
                boolean quiet = before.equals(FileStamp.of(path)) && content.remaining() == before.size();
                if (quiet
                        && before.kind() == FileStamp.Kind.FILE
                        && content.hasRemaining()
                        && before.size() < Packs.SMALL) {
                    int offset = all.size();
                    all.write(content.array(), 0, content.remaining());
                    return new ReadMember(member.entry(), before, Sha256.of(content), offset);
                }
            } catch (IOException e) {
                throw FolderWalk.failed(path, e);
            }
        }
        throw FileReading.changed(path);
    }

    /** One byte more than a small file has shows one that grew. */
    private static ByteBuffer read(Path path) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(Packs.SMALL);
        try (FileChannel in = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            while (content.hasRemaining() && in.read(content) >= 0) {
                continue;
            }
        }
        return content.flip();
    }
}
