// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.share;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.h2.mvstore.MVMap;
import org.skerry.api.ChunkId;
import org.skerry.content.internal.disk.DiskMaps;

/** Tells for each chunk of a share which files it is read from. On disk. Read by many threads, written by one. */
final class Locations implements Closeable {

    private static final int MEMBER_BYTES = Long.BYTES + Integer.BYTES + Long.BYTES;

    private final DiskMaps maps;
    private final MVMap<byte[], byte[]> chunks;
    private final MVMap<Long, byte[]> files;
    private final MVMap<Long, byte[]> packs;

    /**
     * A file in a pack.
     *
     * @param file its number
     * @param size in bytes
     * @param sum begin of the SHA-256 of its bytes: tells which file of a pack has changed
     */
    record Member(long file, int size, long sum) {

        static Member of(long file, int size, byte[] sha256) {
            return new Member(file, size, sum(sha256));
        }

        boolean isSumOf(byte[] sha256) {
            return sum == sum(sha256);
        }

        private static long sum(byte[] sha256) {
            return ByteBuffer.wrap(sha256).getLong();
        }
    }

    Locations(Path file, int cacheMiB, boolean readOnly) throws IOException {
        maps = DiskMaps.open(file, cacheMiB, readOnly);
        chunks = maps.byBytes("chunks");
        files = maps.byNumber("files");
        packs = maps.byNumber("packs");
    }

    /** Notes where a chunk is; returns false if it was known. */
    boolean add(ChunkId id, Location location) {
        boolean isNew = chunks.putIfAbsent(id.bytes(), location.encode()) == null;
        if (isNew) {
            maps.tick();
        }
        return isNew;
    }

    void addFile(long file, Walked entry) {
        files.put(file, entry.encode());
        maps.tick();
    }

    /** Adds a file behind those that the pack has. */
    void addMember(long pack, Member member) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] before = packs.get(pack);
        if (before != null) {
            out.writeBytes(before);
        }
        out.writeBytes(ByteBuffer.allocate(MEMBER_BYTES)
                .putLong(member.file())
                .putInt(member.size())
                .putLong(member.sum())
                .array());
        packs.put(pack, out.toByteArray());
        maps.tick();
    }

    Optional<Location> find(ChunkId id) {
        return Optional.ofNullable(chunks.get(id.bytes())).map(Location::decode);
    }

    /** What a file was when it was read in. */
    Walked file(long file) throws IOException {
        byte[] entry = files.get(file);
        if (entry == null) {
            throw new IOException("the state of this share is damaged: share again");
        }
        return Walked.decode(entry);
    }

    List<Member> members(long pack) throws IOException {
        byte[] encoded = packs.get(pack);
        if (encoded == null) {
            throw new IOException("the state of this share is damaged: share again");
        }
        ByteBuffer in = ByteBuffer.wrap(encoded);
        List<Member> members = new ArrayList<>();
        while (in.hasRemaining()) {
            members.add(new Member(in.getLong(), in.getInt(), in.getLong()));
        }
        return members;
    }

    @Override
    public void close() {
        maps.close();
    }
}
