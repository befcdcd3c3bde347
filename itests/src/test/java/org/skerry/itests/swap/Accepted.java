// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.swap;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.skerry.itests.Taken;

/**
 * The chunks that a node has accepted from peers, and when, by its own log: what is logged lies where it belongs by then. It
 * is read on as it grows. Not thread-safe.
 */
final class Accepted {

    /** The content of {@code logback.xml} that has a node log it, to the microsecond, and what becomes of sessions. */
    static final String LOGGING = Taken.LOGGING
            .replace("<pattern>%msg", "<pattern>%d{yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX,UTC} %msg")
            .replace("<root ", "<logger name=\"org.skerry.peering.internal.session.Sessions\" level=\"DEBUG\"/><root ");

    /**
     * A chunk that was accepted.
     *
     * @param at when
     * @param id its hash, as text
     */
    record Chunk(Instant at, String id) {}

    private final Path log;
    private final List<Chunk> chunks = new ArrayList<>();
    private long position;

    /** @param home of the node */
    Accepted(Path home) {
        this.log = home.resolve("log/taken.log");
    }

    /** {@return all of them by now, oldest first; a view} */
    List<Chunk> all() throws IOException {
        readOn();
        return Collections.unmodifiableList(chunks);
    }

    private void readOn() throws IOException {
        if (!Files.exists(log)) {
            return;
        }
        byte[] more;
        try (RandomAccessFile in = new RandomAccessFile(log.toFile(), "r")) {
            in.seek(position);
            more = new byte[(int) (in.length() - position)];
            in.readFully(more);
        }
        String text = new String(more, StandardCharsets.US_ASCII);
        int end = text.lastIndexOf('\n') + 1;
        text.substring(0, end).lines().forEach(line -> chunks.add(chunk(line)));
        position += end;
    }

    private static Chunk chunk(String line) {
        return new Chunk(
                Instant.parse(line.substring(0, line.indexOf(' '))), line.substring(line.lastIndexOf(' ') + 1));
    }
}
