// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.swap;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.skerry.itests.Trees;

/** A fetch of the tree into a folder that is under way, by the {@code get} of the node. */
final class FileFetch {

    private static final int STALL_MILLIS = 60_000;
    private static final int PATIENCE_SECONDS = 300;
    private static final double NEARLY = 0.85;

    private final Pair pair;
    private final Pair.Shared shared;
    private final Path folder;
    private final Flow flow;
    private final FutureTask<Void> get;

    FileFetch(Pair pair, Pair.Shared shared, Path folder) throws IOException {
        this.pair = pair;
        this.shared = shared;
        this.folder = folder;
        this.flow = new Flow(pair.accepted());
        this.get = new FutureTask<>(this::get);
        new Thread(get, "get").start();
    }

    private Void get() throws Exception {
        var arguments = Json.createObjectBuilder()
                .add("link", shared.link())
                .add("folder", folder.toString())
                .add("stallMillis", STALL_MILLIS);
        pair.fetching().call("get", arguments);
        return null;
    }

    Flow flow() {
        return flow;
    }

    /** {@return whether there is little left, so that a swap might meet its end} */
    boolean nearlyOver() throws IOException {
        return flow.chunks() > NEARLY * shared.chunks();
    }

    /** Lets it come to its end as fast as it goes, which must be a good one: all of the tree is there, byte for byte. */
    void finish() throws Exception {
        boolean early = get.isDone();
        pair.limited(false);
        get.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(early).as("it was over before all was swapped").isFalse();
        assertThat(Trees.difference(pair.tree(), folder)).isEmpty();
        assertThat(flow.chunks()).as("chunks that were logged").isGreaterThanOrEqualTo(shared.chunks());
        Pair.delete(folder);
    }
}
