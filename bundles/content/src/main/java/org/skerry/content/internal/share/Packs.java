// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.share;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.skerry.api.ShareException;
import org.skerry.base.crypto.HmacKey;
import org.skerry.content.internal.manifest.PathRules;

/**
 * Gathers the small files of each folder into packs, in path order. A pack ends after a path that a keyed hash picks, the
 * likelier the bigger the file, so that an edit moves no other file into another pack. One pack is open for each folder
 * above the last file.
 */
final class Packs {

    /** Files from this size on, in bytes, are not packed. */
    static final int SMALL = 64 << 10;

    /** Largest pack in bytes. */
    static final int MAX_BYTES = 240 << 10;

    private static final long AVERAGE_BYTES = 128 << 10;
    private static final int MAX_MEMBERS = 2048;
    private static final long LEAST_WEIGHT = 256;

    private final HmacKey boundary;
    private final Sink sink;
    private final ArrayDeque<Open> open = new ArrayDeque<>();

    /** A file in a pack. */
    record Member(long entry, String path, int size) {}

    /** Takes packs that are full. */
    interface Sink {

        /** The next pack. */
        void pack(List<Member> members) throws IOException, ShareException;
    }

    private static final class Open {
        final String folder;
        List<Member> members = new ArrayList<>();
        int bytes;

        Open(String folder) {
            this.folder = folder;
        }
    }

    Packs(byte[] boundaryKey, Sink sink) {
        this.boundary = new HmacKey(boundaryKey);
        this.sink = sink;
    }

    /** Says which entry comes next, so that packs of folders that were left are ended. */
    void reached(String path) throws IOException, ShareException {
        String parent = PathRules.parent(path);
        while (!open.isEmpty() && !within(parent, open.peek().folder)) {
            end(open.pop());
        }
    }

    private static boolean within(String path, String folder) {
        return folder.isEmpty() || path.equals(folder) || path.startsWith(folder + "/");
    }

    /** Adds a small file, which is the entry last reached. */
    void add(Member member) throws IOException, ShareException {
        String parent = PathRules.parent(member.path());
        if (open.isEmpty() || !open.peek().folder.equals(parent)) {
            open.push(new Open(parent));
        }
        Open pack = open.element();
        if (pack.bytes + member.size() > MAX_BYTES) {
            end(pack);
        }
        pack.members.add(member);
        pack.bytes += member.size();
        if (pack.members.size() == MAX_MEMBERS || picked(member)) {
            end(pack);
        }
    }

    private boolean picked(Member member) {
        byte[] hash = boundary.of(member.path().getBytes(StandardCharsets.UTF_8));
        long spread = ByteBuffer.wrap(hash).getLong() >>> 1;
        return spread / (Long.MAX_VALUE / AVERAGE_BYTES) < Math.max(member.size(), LEAST_WEIGHT);
    }

    private void end(Open pack) throws IOException, ShareException {
        if (!pack.members.isEmpty()) {
            sink.pack(pack.members);
            pack.members = new ArrayList<>();
            pack.bytes = 0;
        }
    }

    /** Ends all packs. */
    void finish() throws IOException, ShareException {
        while (!open.isEmpty()) {
            end(open.pop());
        }
    }
}
