// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.skerry.base.disk.ForcedNames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what was deployed, by whom it was signed, and what came of it: a line for each step, forced to the disk before the step
 * is taken. A file that is full becomes {@code audit.log.1}. Confined to the thread of the gate.
 */
final class Audit {

    private static final Logger LOG = LoggerFactory.getLogger(Audit.class);

    /** Control characters, those that change the direction of text, and what ends a line. */
    private static final String UNSEEN = "[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]";

    private final Path file;
    private final Clock clock;
    private final long most;

    /** @param most bytes of the file before another one is begun */
    Audit(Path folder, Clock clock, long most) {
        this.file = folder.resolve("audit.log");
        this.clock = clock;
        this.most = most;
    }

    /**
     * Adds a line.
     *
     * @param what for people; control characters are replaced
     * @throws IOException if it cannot be written
     */
    void write(String what) throws IOException {
        String clean = what.replaceAll(UNSEEN, " ");
        String line = clock.instant().truncatedTo(ChronoUnit.MILLIS) + " " + clean + "\n";
        LOG.info("{}", clean);
        ForcedNames.make(file.getParent());
        if (Files.exists(file) && Files.size(file) >= most) {
            Files.move(file, file.resolveSibling("audit.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        boolean isNew = Files.notExists(file);
        try (FileChannel out = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.WRITE)) {
            var bytes = StandardCharsets.UTF_8.encode(line);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        if (isNew) {
            ForcedNames.in(file.getParent());
        }
    }
}
