// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli.demo;

import jakarta.json.JsonObject;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.skerry.runtime.cli.Json;
import org.skerry.runtime.cli.Units;

/** What happened during a fetch, gathered from the events of the node that fetched. */
final class DemoReport {

    private final Instant began;
    private final Set<String> scopes = new LinkedHashSet<>();
    private final Set<String> transports = new LinkedHashSet<>();
    private Optional<Instant> found = Optional.empty();
    private Optional<Instant> connected = Optional.empty();
    private Optional<Instant> firstChunk = Optional.empty();
    private double dialMillis;
    private JsonObject status = JsonObject.EMPTY_JSON_OBJECT;
    private Optional<Instant> ended = Optional.empty();

    DemoReport(Instant began) {
        this.began = began;
    }

    void onEvent(JsonObject event) {
        Optional<Instant> at = time(Json.text(event, "at"));
        switch (Json.text(event, "event")) {
            case "peer-found" -> {
                found = found.or(() -> at);
                scopes.add(Json.text(event, "scope"));
            }
            case "peer-connected" -> {
                if (connected.isEmpty()) {
                    connected = at;
                    dialMillis = Json.decimal(event, "dialMillis");
                }
                transports.add(Json.text(event, "transport"));
            }
            case "first-chunk" -> firstChunk = firstChunk.or(() -> at);
            case "result" -> {
                ended = at;
                status = Json.object(event, "status");
            }
            default -> {}
        }
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private double since(Instant from, Optional<Instant> to) {
        return to.map(it -> Duration.between(from, it).toNanos() / 1e6).orElse(Double.NaN);
    }

    /**
     * Prints it.
     *
     * @param out where
     * @param fileBytes size of the content as files
     * @param wireBytes bytes that the fetching node received and sent in its sessions, frames included
     */
    void print(PrintStream out, long fileBytes, long[] wireBytes) {
        long stored = Json.number(status, "bytesTotal");
        double millis = since(began, ended);
        double transferMillis = firstChunk.map(it -> since(it, ended)).orElse(millis);
        line(out, "discovery", ms(since(began, found)) + ", over " + joined(scopes));
        line(out, "connect", Units.millis(dialMillis) + " from the first signal to the open session");
        line(out, "first chunk", ms(since(began, firstChunk)) + " after the fetch began");
        line(out, "transport", joined(transports));
        line(
                out,
                "fetched",
                Units.bytes(fileBytes) + " in " + seconds(millis) + ": " + Units.rate(fileBytes / (millis / 1e3)) + ", "
                        + Units.rate(fileBytes / (Math.max(transferMillis, 1) / 1e3)) + " from the first chunk on");
        line(
                out,
                "on the wire",
                Units.bytes(wireBytes[0]) + " in, " + Units.bytes(wireBytes[1]) + " out; overhead "
                        + String.format(
                                Locale.ROOT,
                                "%.2f %%",
                                100.0 * (wireBytes[0] + wireBytes[1] - stored) / Math.max(1, stored))
                        + " over " + Units.bytes(stored) + " in chunks");
    }

    private static String ms(double millis) {
        return Double.isNaN(millis) ? "not seen" : Units.millis(millis);
    }

    private static String seconds(double millis) {
        return String.format(Locale.ROOT, "%.2f s", millis / 1e3);
    }

    private static String joined(Set<String> words) {
        return words.isEmpty() ? "?" : String.join(", ", words);
    }

    static void line(PrintStream out, String title, String text) {
        out.println(String.format(Locale.ROOT, "%-12s  %s", title, text));
    }
}
