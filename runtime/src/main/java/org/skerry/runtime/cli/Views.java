// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.UnaryOperator;

/** What the node's documents look like to people. */
final class Views {

    private static final int FEW = 5;

    private Views() {}

    /** With {@code command}, which tells how to give one for the same home. */
    static String status(JsonValue value, UnaryOperator<String> command) {
        JsonObject status = value.asJsonObject();
        JsonObject peers = Json.object(status, "peers");
        JsonObject transfers = Json.object(status, "transfers");
        StringBuilder out = new StringBuilder();
        line(out, "node", Json.text(status, "self").isEmpty() ? "(not up yet)" : Json.text(status, "self"));
        line(out, "home", Json.text(status, "home"));
        line(out, "version", Json.text(status, "version") + ", process " + Json.number(status, "pid"));
        line(out, "up", Units.duration(Duration.ofMillis(Json.number(status, "uptimeMillis"))));
        line(out, "ready", status.getBoolean("ready", false) ? "yes" : "no");
        missing(status).forEach(it -> line(out, "", it));
        transports(status).forEach(it -> line(out, "transport", it));
        Json.texts(status, "warnings").forEach(it -> line(out, "warning", it));
        List<JsonObject> refused = Json.objects(peers, "refused");
        line(
                out,
                "peers",
                Json.number(peers, "connected") + " connected, " + Json.number(peers, "known") + " known"
                        + (refused.isEmpty() ? "" : ", " + refused.size() + " without a session:"));
        refused.stream()
                .limit(FEW)
                .forEach(it -> line(out, "", shortId(Json.text(it, "id")) + " " + Json.text(it, "refusal")));
        if (refused.size() > FEW) {
            line(out, "", "and " + (refused.size() - FEW) + " more; '" + command.apply("peers") + "' lists them all");
        }
        line(
                out,
                "transfers",
                Json.number(transfers, "fetching") + " fetching, " + Json.number(transfers, "waiting") + " waiting, "
                        + Json.number(transfers, "complete") + " complete, " + Json.number(transfers, "failed")
                        + " failed; " + Units.rate(Json.number(status, "bytesPerSecond")));
        List<JsonObject> shares = Json.objects(status, "shares");
        line(out, "shares", String.valueOf(shares.size()));
        for (JsonObject share : shares) {
            line(
                    out,
                    "",
                    String.join(", ", Json.texts(share, "paths")) + " ("
                            + Units.count(Json.number(share, "files"), "file") + ", "
                            + Units.bytes(Json.number(share, "fileBytes")) + ") " + Json.text(share, "root"));
            if (!Json.text(share, "newer").isEmpty()) {
                line(
                        out,
                        "",
                        "  shared again since; '" + command.apply("unshare") + " " + Json.text(share, "root")
                                + "' ends this one");
            } else if (!Json.text(share, "note").isEmpty()) {
                line(out, "", "  " + Json.text(share, "note"));
            }
        }
        return out.toString();
    }

    private static List<String> transports(JsonObject status) {
        return Json.objects(status, "findings").stream()
                .filter(it ->
                        it.getBoolean("ready", false) && Json.text(it, "name").startsWith("transport"))
                .map(it -> (Json.text(it, "name") + " ").substring("transport ".length()) + Json.text(it, "message"))
                .toList();
    }

    private static List<String> missing(JsonObject status) {
        return Json.objects(status, "findings").stream()
                .filter(it -> !it.getBoolean("ready", false))
                .map(it -> Json.text(it, "name") + ": " + Json.text(it, "message"))
                .toList();
    }

    private static void line(StringBuilder out, String title, String text) {
        out.append(String.format("%-10s %s%n", title, TextTable.printable(text)));
    }

    static String ready(JsonValue value) {
        TextTable table = new TextTable("", "PART", "NEEDS", "");
        for (JsonObject it : Json.objects(value.asJsonObject(), "findings")) {
            table.row(
                    it.getBoolean("ready", false) ? "ok" : "MISSING",
                    Json.text(it, "part"),
                    Json.text(it, "name"),
                    Json.text(it, "message"));
        }
        return table.toString();
    }

    static String peers(JsonValue value) {
        TextTable table =
                new TextTable("PEER", "STATE", "SCOPE", "TRANSPORT", "ROUTE", "RTT", "IN", "OUT", "HEARD", "NOTE");
        for (JsonObject it : Json.objects(value)) {
            table.row(
                    shortId(Json.text(it, "id")),
                    Json.text(it, "state"),
                    String.join(",", Json.texts(it, "scopes")),
                    orDash(Json.text(it, "transport")),
                    orDash(Json.text(it, "route")),
                    it.containsKey("rttMillis") ? Units.millis(Json.decimal(it, "rttMillis")) : "-",
                    Units.bytes(Json.number(it, "bytesIn")),
                    Units.bytes(Json.number(it, "bytesOut")),
                    ago(Json.text(it, "lastHeard")),
                    Json.text(it, "refusal"));
        }
        return table.toString();
    }

    private static String shortId(String id) {
        return id.length() > 8 ? "…" + id.substring(id.length() - 8) : id;
    }

    static String transfers(JsonValue value) {
        TextTable table = new TextTable("TRANSFER", "STATE", "DONE", "OF", "RATE", "PEERS", "TARGET", "NOTE");
        for (JsonObject it : Json.objects(value)) {
            table.row(
                    Json.text(it, "id"),
                    Json.text(it, "state"),
                    Units.bytes(Json.number(it, "bytesDone")),
                    Json.number(it, "bytesTotal") == 0 ? "?" : Units.bytes(Json.number(it, "bytesTotal")),
                    Units.rate(Json.number(it, "bytesPerSecond")),
                    String.valueOf(Json.number(it, "peers")),
                    orDash(Json.text(it, "target")),
                    Json.text(it, "note"));
        }
        return table.toString();
    }

    static String cache(JsonValue value) {
        TextTable table = new TextTable("ROOT", "STATE", "HERE", "OF", "PINNED", "SERVED", "NOTE");
        for (JsonObject it : Json.objects(value)) {
            table.row(
                    Json.text(it, "root"),
                    Json.text(it, "state"),
                    Units.bytes(Json.number(it, "bytesHere")),
                    Json.number(it, "bytesTotal") == 0 ? "?" : Units.bytes(Json.number(it, "bytesTotal")),
                    it.getBoolean("pinned", false) ? "pinned" : "-",
                    ago(Json.text(it, "lastServed")),
                    Json.text(it, "note"));
        }
        return table.toString();
    }

    /** Of {@code verify} and {@code repair}: a line for each part, and one for each fault of it. */
    static String upkeep(JsonObject report) {
        StringBuilder out = new StringBuilder();
        for (JsonObject part : Json.objects(report, "parts")) {
            List<JsonObject> faults = Json.objects(part, "faults");
            line(
                    out,
                    faults.isEmpty() ? "ok" : "wrong",
                    Json.text(part, "name") + ": "
                            + Units.count(
                                    Json.number(part, "items"),
                                    Json.text(part, "unit").replaceFirst("s$", "")) + ", "
                            + Units.bytes(Json.number(part, "bytes")) + " read");
            faults.forEach(it -> line(out, "  " + Json.text(it, "outcome"), Json.text(it, "message")));
        }
        return out.toString();
    }

    static String bundles(JsonValue value) {
        TextTable table = new TextTable("ID", "STATE", "BUNDLE", "VERSION");
        for (JsonObject it : Json.objects(value)) {
            table.row(
                    String.valueOf(Json.number(it, "id")),
                    Json.text(it, "state"),
                    Json.text(it, "name"),
                    Json.text(it, "version"));
        }
        return table.toString();
    }

    private static String orDash(String text) {
        return text.isEmpty() ? "-" : text;
    }

    private static String ago(String instant) {
        try {
            Duration since = Duration.between(Instant.parse(instant), Instant.now());
            return Units.duration(since.isNegative() ? Duration.ZERO : since) + " ago";
        } catch (DateTimeParseException e) {
            return "-";
        }
    }
}
