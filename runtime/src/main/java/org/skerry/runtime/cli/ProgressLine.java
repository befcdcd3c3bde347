// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Locale;

/** One line that says how a transfer or an indexing stands. Pure. */
final class ProgressLine {

    private static final int LONGEST_BAR = 30;

    private ProgressLine() {}

    /** With a bar as long as fits, never longer than {@code width}. */
    static String bar(JsonObject status, int width) {
        long total = Json.number(status, "bytesTotal");
        if (total == 0 || !moves(status)) {
            return cut(plain(status), width);
        }
        String text = plain(status);
        int room = Math.min(LONGEST_BAR, width - text.length() - 3);
        if (room < 5) {
            return cut(text, width);
        }
        int full = (int) Math.min(room, Json.number(status, "bytesDone") * room / total);
        return "[" + "#".repeat(full) + "-".repeat(room - full) + "] " + text;
    }

    /** Without a bar. */
    static String plain(JsonObject status) {
        StringBuilder out = new StringBuilder();
        long total = Json.number(status, "bytesTotal");
        long done = Json.number(status, "bytesDone");
        if (total > 0) {
            // Rounded down: 100 % is said only when it is.
            out.append(String.format(Locale.ROOT, "%3d%%  ", Math.min(100, (long) (100.0 * done / total))));
            out.append(Units.bytes(done)).append(" of ").append(Units.bytes(total));
        }
        if (moves(status)) {
            if (total == 0) {
                out.append(Units.bytes(Json.number(status, "bytesReceived")));
            }
            out.append("  ").append(Units.rate(Json.number(status, "bytesPerSecond")));
            long left = Json.number(status, "remainingMillis");
            if (left > 0) {
                out.append("  ").append(Units.duration(Duration.ofMillis(left))).append(" left");
            }
            out.append("  ").append(Units.count(Json.number(status, "peers"), "peer"));
        }
        String note = note(status);
        if (!note.isEmpty()) {
            out.append(out.length() == 0 ? "" : "  ").append(note);
        }
        return out.toString();
    }

    private static boolean moves(JsonObject status) {
        return Json.text(status, "state").equals("fetching");
    }

    private static String note(JsonObject status) {
        String note = TextTable.printable(Json.text(status, "note"));
        if (!note.isEmpty()) {
            return note;
        }
        return switch (Json.text(status, "state")) {
            case "waiting" -> "looking for peers";
            case "checking" -> "checking what is here already…";
            case "paused" -> "paused";
            default -> "";
        };
    }

    /** How far reading in has come. */
    static String indexing(JsonObject progress) {
        return "indexing: " + Json.number(progress, "files") + " of "
                + Units.count(Json.number(progress, "totalFiles"), "file") + ", "
                + Units.bytes(Json.number(progress, "bytes")) + " of "
                + Units.bytes(Json.number(progress, "totalBytes"));
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, Math.max(0, width - 1)) + "…";
    }
}
