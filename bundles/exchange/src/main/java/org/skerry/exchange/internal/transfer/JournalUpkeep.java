// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.transfer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.skerry.api.ChunkId;
import org.skerry.api.ContentLink;
import org.skerry.api.admin.Upkeep.Fault;
import org.skerry.api.admin.Upkeep.Kept;
import org.skerry.api.admin.Upkeep.Outcome;
import org.skerry.exchange.internal.cache.HoldingRecord;
import org.skerry.exchange.internal.transfer.JournalCheck.Damaged;
import org.skerry.exchange.internal.transfer.JournalCheck.Kind;
import org.skerry.spi.content.Contents;

/** Looks after the journal, once. A file that cannot be read is set aside, and written anew if what it said is known from elsewhere. */
final class JournalUpkeep {

    /** What the node that runs knows. */
    record Known(Map<String, TransferRecord> transfers, Map<String, HoldingRecord> holdings) {}

    private final Ground ground;
    private final Known known;
    private final boolean repair;
    private final JournalCheck check;
    private final List<Fault> faults = new ArrayList<>();
    private final List<ChunkId> toServe = new ArrayList<>();
    private final List<ContentLink> toCache = new ArrayList<>();

    /** Reads the disk. */
    JournalUpkeep(Ground ground, Known known, boolean repair) {
        this.ground = ground;
        this.known = known;
        this.repair = repair;
        this.check = ground.journal().check();
    }

    /** {@return shares that are to be served again, as they were lost from the journal; once it has run} */
    List<ChunkId> toServe() {
        return toServe;
    }

    /** {@return contents that are to be cached again, of which only the root is known; once it has run} */
    List<ContentLink> toCache() {
        return toCache;
    }

    /** Does it; {@linkplain Journal#inTurn in turn} if it repairs, else on any thread that may wait for the disk. */
    Kept run() {
        for (Damaged it : check.damaged()) {
            if (!repair) {
                faults.add(new Fault(Outcome.FOUND, it.toString()));
            } else if (it.isNewer()) {
                faults.add(new Fault(Outcome.LEFT, it + "; it was left as it is, for the version that wrote it"));
            } else {
                faults.add(mended(it));
            }
        }
        lost();
        return new Kept("journal of transfers and shares", check.files(), "files", check.bytes(), faults);
    }

    private Fault mended(Damaged damaged) {
        Optional<TransferRecord> transfer = Optional.ofNullable(
                        known.transfers().get(damaged.name()))
                .filter(it -> damaged.kind() == Kind.TRANSFER);
        Optional<HoldingRecord> holding =
                Optional.ofNullable(known.holdings().get(damaged.name())).filter(it -> damaged.kind() == Kind.CACHED);
        if (damaged.unread() && transfer.isEmpty() && holding.isEmpty()) {
            return new Fault(
                    Outcome.LEFT,
                    damaged
                            + "; look at the disk: it is taken up once it can be read; move it away if it never will be");
        }
        try {
            check.setAside(damaged, ground.context().loop().now().toEpochMilli());
            ground.journal().settle(damaged.file());
        } catch (IOException e) {
            return new Fault(Outcome.LEFT, damaged + "; and cannot be set aside: " + e);
        }
        transfer.ifPresent(ground.journal()::keepNow);
        holding.ifPresent(ground.journal()::keepNow);
        if (damaged.kind() == Kind.LIST) {
            ground.journal().restore(Optional.empty());
        }
        if (transfer.isPresent() || holding.isPresent() || damaged.kind() == Kind.LIST) {
            boolean reads = check.reads(damaged);
            return new Fault(reads ? Outcome.MENDED : Outcome.LEFT, damaged + "; written anew");
        }
        return damaged.kind() == Kind.CACHED
                ? cachedAgain(damaged)
                : aside(damaged, "give its link, or share its files, again");
    }

    private static Fault aside(Damaged damaged, String remedy) {
        return new Fault(Outcome.LEFT, damaged + "; it was set aside under damaged/: " + remedy);
    }

    /** Its name is the root, which is all that a node needs to find it. */
    private Fault cachedAgain(Damaged damaged) {
        try {
            toCache.add(ContentLink.parse("skerry:" + damaged.name()));
            return new Fault(
                    Outcome.HEALING, damaged + "; it is followed again, without its pin and the hints of its link");
        } catch (IllegalArgumentException e) {
            return aside(damaged, "'skerry cache add' with its link follows it again");
        }
    }

    /** What content does not know any more was unshared, and the process ended between the two. */
    private void lost() {
        Set<ChunkId> there = ground.contents()
                .map(Contents::reopenable)
                .<Set<ChunkId>>map(it -> it.stream().collect(Collectors.toSet()))
                .orElse(Set.of());
        for (ChunkId root : check.lost()) {
            if (there.contains(root)) {
                String what = "share " + root + " is not among those that are served after a restart";
                faults.add(repair ? written(root, what) : new Fault(Outcome.FOUND, what));
            }
        }
    }

    private Fault written(ChunkId root, String what) {
        ground.journal().restore(Optional.of(root));
        boolean there = ground.journal().keeps(root);
        toServe.add(root);
        return new Fault(there ? Outcome.MENDED : Outcome.LEFT, what + "; it was written down anew");
    }
}
