// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.bench;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.skerry.runtime.cli.CommandException;
import org.skerry.runtime.cli.Json;
import org.skerry.runtime.cli.NodeClient;

/** Asks a running node through the control socket in its home. */
final class Control {

    private final Path home;

    Control(Path home) {
        this.home = home;
    }

    /**
     * A fetch that succeeded.
     *
     * @param asked just before the request was written
     * @param ended when its result was read
     * @param events all of them, with the node's own times
     */
    record Fetched(Instant asked, Instant ended, List<JsonObject> events) {

        /** {@return milliseconds from the moment the node began to fetch to the first event of a kind, by its clock} */
        Optional<Double> untilFirst(String event) {
            return first("transfer-began").flatMap(began -> first(event).map(it -> Bench.millis(at(began), at(it))));
        }

        private static Instant at(JsonObject event) {
            return Instant.parse(Json.text(event, "at"));
        }

        Optional<JsonObject> first(String event) {
            return events.stream()
                    .filter(it -> Json.text(it, "event").equals(event))
                    .findFirst();
        }

        double seconds() {
            return Bench.millis(asked, ended) / 1000;
        }
    }

    /** Waits until the node says that it is ready. */
    void awaitReady() throws Exception {
        long end = System.nanoTime() + 60_000_000_000L;
        while (NodeClient.connect(home.resolve("control.sock")).isEmpty()) {
            if (System.nanoTime() > end) {
                throw new IOException("no node came up in " + home);
            }
            Thread.sleep(20);
        }
        call("ready", jakarta.json.Json.createObjectBuilder().add("waitMillis", 60_000), new ArrayList<>());
    }

    /** Shares a path under a fresh secret, so that nothing of it is anywhere yet. @return the link */
    String share(Path path) throws Exception {
        JsonArrayBuilder paths = jakarta.json.Json.createArrayBuilder().add(path.toString());
        JsonObjectBuilder arguments =
                jakarta.json.Json.createObjectBuilder().add("paths", paths).add("fresh", true);
        return Json.text((JsonObject) call("share", arguments, new ArrayList<>()), "link");
    }

    void unshare(Path path) throws Exception {
        call("unshare", jakarta.json.Json.createObjectBuilder().add("what", path.toString()), new ArrayList<>());
    }

    Fetched get(String link, Path folder) throws Exception {
        List<JsonObject> events = new ArrayList<>();
        JsonObjectBuilder arguments = jakarta.json.Json.createObjectBuilder()
                .add("link", link)
                .add("folder", folder.toString())
                .add("stallMillis", 30_000);
        Instant asked = Instant.now();
        call("get", arguments, events);
        return new Fetched(asked, Instant.now(), events);
    }

    List<JsonObject> peers() throws Exception {
        return Json.objects(call("peers", jakarta.json.Json.createObjectBuilder(), new ArrayList<>()));
    }

    /** {@return bytes of all sessions, both directions, frames included} */
    long sessionBytes() throws Exception {
        return peers().stream()
                .mapToLong(peer -> Json.number(peer, "bytesIn") + Json.number(peer, "bytesOut"))
                .sum();
    }

    /** {@return bytes received, for each peer} */
    List<Long> bytesIn() throws Exception {
        return peers().stream().map(peer -> Json.number(peer, "bytesIn")).toList();
    }

    private JsonValue call(String command, JsonObjectBuilder arguments, List<JsonObject> events) throws Exception {
        NodeClient client = NodeClient.connect(home.resolve("control.sock"))
                .orElseThrow(() -> new IOException("no node runs in " + home));
        try {
            return client.call(command, arguments.build(), events::add).orFail();
        } catch (CommandException e) {
            throw new IOException(command + " in " + home + ": " + e.getMessage(), e);
        }
    }
}
