// SPDX-License-Identifier: Apache-2.0
package org.skerry.identity.internal;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.skerry.api.admin.Upkeep;

/**
 * Looks after the files of an identity while it runs: what rots then is still in memory, and is written anew. At a start
 * nothing is known but the files, and a damaged one is for the owner to restore.
 */
final class IdentityUpkeep implements Upkeep {

    private static final int FILES = 3;

    private final LocalIdentity identity;
    private final Clock clock;
    private final Executor disk;

    IdentityUpkeep(LocalIdentity identity, Clock clock, Executor disk) {
        this.identity = identity;
        this.clock = clock;
        this.disk = disk;
    }

    @Override
    public CompletionStage<List<Kept>> verify(boolean deep) {
        return CompletableFuture.supplyAsync(() -> kept(false), disk);
    }

    @Override
    public CompletionStage<List<Kept>> repair() {
        return CompletableFuture.supplyAsync(() -> kept(true), disk);
    }

    private List<Kept> kept(boolean repair) {
        List<Fault> faults = new ArrayList<>();
        Map<String, String> found = identity.faults();
        found.forEach((name, what) -> faults.add(repair ? mended(name, what) : new Fault(Outcome.FOUND, what)));
        return List.of(new Kept("identity " + identity.self().shortText(), FILES, "files", 0, faults));
    }

    private Fault mended(String name, String what) {
        if (IdentityFolder.isNewer(what)) {
            return new Fault(Outcome.LEFT, what + "; it was left as it is, for the version that wrote it");
        }
        try {
            identity.restore(name, ".damaged-" + clock.millis());
        } catch (IOException e) {
            return new Fault(Outcome.LEFT, what + "; it cannot be written anew: " + e.getMessage());
        }
        String still = identity.faults().get(name);
        return still == null
                ? new Fault(Outcome.MENDED, what + "; written anew")
                : new Fault(Outcome.LEFT, what + "; written anew, and still: " + still);
    }
}
