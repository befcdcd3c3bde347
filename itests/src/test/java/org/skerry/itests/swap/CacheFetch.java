// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.nio.file.Path;
import java.time.Duration;
import org.skerry.itests.Trees;

/** A fetch of the tree into the chunk stores that is under way, by the {@code cache-add} of the node: without the secret. */
final class CacheFetch {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Pair pair;
    private final Pair.Shared shared;
    private final Flow flow;

    CacheFetch(Pair pair, Pair.Shared shared) throws Exception {
        this.pair = pair;
        this.shared = shared;
        this.flow = new Flow(pair.accepted());
        pair.fetching().call("cache-add", link());
    }

    Flow flow() {
        return flow;
    }

    /**
     * Lets it come to its end as fast as it goes, which must be a good one: with the secret, all of the tree is read out of
     * the stores, byte for byte, and nothing more is asked of the other node. Then it is dropped.
     */
    void finish() throws Exception {
        pair.limited(false);
        await().atMost(PATIENCE).until(() -> state().equals("complete"));
        int before = flow.chunks();
        Path folder = pair.nextFolder();
        pair.fetching().call("get", link().add("folder", folder.toString()));
        assertThat(Trees.difference(pair.tree(), folder)).isEmpty();
        assertThat(flow.chunks())
                .as("what the stores have lost is fetched again")
                .isEqualTo(before);
        Pair.delete(folder);
        pair.fetching().call("cache-drop", link());
    }

    private JsonObjectBuilder link() {
        return Json.createObjectBuilder().add("link", shared.link());
    }

    private String state() throws Exception {
        JsonValue list = pair.fetching().call("cache-list", Json.createObjectBuilder());
        return list.asJsonArray().stream()
                .map(JsonValue::asJsonObject)
                .filter(it -> shared.link().contains(it.getString("root")))
                .map(it -> it.getString("state"))
                .findFirst()
                .orElse("");
    }
}
