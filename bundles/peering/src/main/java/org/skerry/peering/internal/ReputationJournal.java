// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.skerry.api.PeerId;
import org.skerry.api.admin.Upkeep;
import org.skerry.base.cbor.CborArray;
import org.skerry.base.cbor.CborBool;
import org.skerry.base.cbor.CborBytes;
import org.skerry.base.cbor.CborCodec;
import org.skerry.base.cbor.CborInt;
import org.skerry.base.cbor.CborLimits;
import org.skerry.base.cbor.CborMap;
import org.skerry.base.cbor.MalformedCborException;
import org.skerry.peering.internal.guard.Reputation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scores of misconduct on the disk: a canonical CBOR map {0: version 1, 1: [[peer id, thousandths, banned, epoch
 * milliseconds] …]}, replaced as a whole. Losing it costs memory of misconduct and nothing else, so trouble with it is
 * logged and no more. Blocks.
 */
final class ReputationJournal {

    private static final Logger LOG = LoggerFactory.getLogger(ReputationJournal.class);
    private static final String NAME = "reputation";
    private static final long VERSION = 1;
    private static final int MAX_BYTES = 64 << 20;
    private static final int THOUSAND = 1000;
    private static final long MAX_INT = (1L << 53) - 1;

    private final Path file;

    /** Whether a later version of the node wrote the file, so that it is to stay. */
    private volatile boolean newer;

    private ReputationJournal(Path file) {
        this.file = file;
    }

    /** @throws IllegalArgumentException naming the key if the folder would lie outside the home folder */
    static ReputationJournal in(Path home, String directory) {
        Path root = home.toAbsolutePath().normalize();
        Path folder = root.resolve(directory).normalize();
        if (!folder.startsWith(root)) {
            throw new IllegalArgumentException("org.skerry.peering: directory leads out of the home folder");
        }
        return new ReputationJournal(folder.resolve(NAME));
    }

    List<Reputation.Score> load() {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return read();
        } catch (IOException | MalformedCborException e) {
            LOG.warn("reputation starts anew, for {} cannot be read: {}", file, e.toString());
            return List.of();
        }
    }

    private List<Reputation.Score> read() throws IOException, MalformedCborException {
        CborMap map = CborCodec.decodeMap(Files.readAllBytes(file), new CborLimits(MAX_BYTES, 8, 1 << 24));
        long version = map.requiredInt(0, 1, MAX_INT);
        newer = version > VERSION;
        if (newer) {
            throw new MalformedCborException("it has format version " + version + "; this node reads " + VERSION);
        }
        return decode(map);
    }

    /** Looks whether the file can be read; with {@code repair}, one that cannot is set aside. */
    List<Upkeep.Kept> kept(boolean repair) {
        List<Upkeep.Fault> faults = new ArrayList<>();
        long bytes = 0;
        boolean there = Files.exists(file);
        try {
            bytes = there ? Files.size(file) : 0;
            if (there) {
                read();
            }
        } catch (IOException | MalformedCborException e) {
            String what = file + " cannot be read: " + e.getMessage();
            faults.add(repair ? mended(what) : new Upkeep.Fault(Upkeep.Outcome.FOUND, what));
        }
        return List.of(new Upkeep.Kept("journal of reputation", there ? 1 : 0, "files", bytes, faults));
    }

    /** Scores are in memory, and are written with the next change of one; those of the damaged file are lost. */
    private Upkeep.Fault mended(String what) {
        if (newer) {
            return new Upkeep.Fault(
                    Upkeep.Outcome.LEFT, what + "; it was left as it is, for the version that wrote it");
        }
        try {
            Files.move(
                    file,
                    file.resolveSibling(
                            NAME + ".damaged-" + Files.getLastModifiedTime(file).toMillis()),
                    StandardCopyOption.ATOMIC_MOVE);
            return new Upkeep.Fault(
                    Upkeep.Outcome.MENDED, what + "; it was set aside, and is written anew from what is in memory");
        } catch (IOException e) {
            return new Upkeep.Fault(Upkeep.Outcome.LEFT, what + "; it cannot be set aside: " + e);
        }
    }

    /** Replaces the file, unless a later version of the node wrote it; an empty list leaves it as it is. */
    void save(List<Reputation.Score> scores) {
        if (scores.isEmpty() || newer) {
            return;
        }
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            Path next = file.resolveSibling(NAME + ".next");
            Files.write(next, CborCodec.encode(encode(scores)));
            Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-------"));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | UnsupportedOperationException e) {
            LOG.warn("reputation is not kept, for {} cannot be written: {}", file, e.toString());
        }
    }

    private static CborMap encode(List<Reputation.Score> scores) {
        List<CborArray> rows = new ArrayList<>(scores.size());
        for (Reputation.Score score : scores) {
            rows.add(CborArray.of(List.of(
                    CborBytes.of(score.peer().bytes()),
                    new CborInt(Math.round(score.score() * THOUSAND)),
                    CborBool.of(score.banned()),
                    new CborInt(score.millis()))));
        }
        return CborMap.builder().put(0, VERSION).put(1, CborArray.of(rows)).build();
    }

    private static List<Reputation.Score> decode(CborMap map) throws MalformedCborException {
        CborArray rows = map.requiredArray(1, 1 << 20);
        List<Reputation.Score> scores = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            CborArray row = rows.arrayAt(i);
            scores.add(new Reputation.Score(
                    PeerId.of(row.bytesAt(0, PeerId.BYTES, PeerId.BYTES)),
                    row.intAt(1, 0, MAX_INT) / (double) THOUSAND,
                    row.boolAt(2),
                    row.intAt(3, 0, MAX_INT)));
        }
        return scores;
    }
}
