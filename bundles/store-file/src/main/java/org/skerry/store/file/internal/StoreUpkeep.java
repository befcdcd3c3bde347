// SPDX-License-Identifier: Apache-2.0
package org.skerry.store.file.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.skerry.api.admin.Upkeep;

/** Reads every chunk of the store and compares its hash, one shelf at a time, so that calls get their turn. */
final class StoreUpkeep implements Upkeep {

    private final String name;
    private final List<Shelf> shelves;
    private final Function<Callable<Shelf.Check>, CompletionStage<Shelf.Check>> run;

    /** With {@code run}, which runs a task on a thread of the store. */
    StoreUpkeep(String name, List<Shelf> shelves, Function<Callable<Shelf.Check>, CompletionStage<Shelf.Check>> run) {
        this.name = name;
        this.shelves = shelves;
        this.run = run;
    }

    @Override
    public CompletionStage<List<Kept>> verify(boolean deep) {
        return from(0, false, new Sum());
    }

    @Override
    public CompletionStage<List<Kept>> repair() {
        return from(0, true, new Sum());
    }

    private static final class Sum {
        private long chunks;
        private long bytes;
        private final List<Fault> faults = new ArrayList<>();
    }

    private CompletionStage<List<Kept>> from(int shelf, boolean drop, Sum sum) {
        return run.apply(() -> shelves.get(shelf).check(drop)).thenCompose(check -> {
            sum.chunks += check.chunks();
            sum.bytes += check.bytes();
            sum.faults.addAll(check.faults());
            if (shelf + 1 < shelves.size()) {
                return from(shelf + 1, drop, sum);
            }
            return CompletableFuture.completedFuture(
                    List.of(new Kept(name, sum.chunks, "chunks", sum.bytes, sum.faults)));
        });
    }

    /** {@return a fault of a file that cannot be read} */
    static Fault unreadable(IOException e) {
        return new Fault(Outcome.LEFT, e.getMessage() + "; check the disk");
    }
}
