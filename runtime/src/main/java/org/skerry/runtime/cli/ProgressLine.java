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
    static String bar(JsonObject progress, int width) {
        String text = plain(progress);
        long total = Json.number(progress, isIndexing(progress) ? "totalBytes" : "bytesTotal");
        long done = Json.number(progress, isIndexing(progress) ? "bytes" : "bytesDone");
        boolean shown = isIndexing(progress) ? done > 0 : moves(progress);
        int room = Math.min(LONGEST_BAR, width - text.length() - 3);
        if (total == 0 || !shown || room < 5) {
            return cut(text, width);
        }
        int full = (int) Math.min(room, (double) done * room / total);
        return "[" + "#".repeat(full) + "-".repeat(room - full) + "] " + text;
    }

    /** Without a bar. */
    static String plain(JsonObject progress) {
        return isIndexing(progress) ? indexing(progress) : transfer(progress);
    }

    static boolean isIndexing(JsonObject progress) {
        return progress.containsKey("totalFiles");
    }

    private static String transfer(JsonObject status) {
        StringBuilder out = new StringBuilder();
        long total = Json.number(status, "bytesTotal");
        long done = Json.number(status, "bytesDone");
        if (total > 0) {
            out.append(share(done, total));
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

    /** How far reading in has come. Files are found first, and then read. */
    private static String indexing(JsonObject progress) {
        long bytes = Json.number(progress, "bytes");
        long files = Json.number(progress, "files");
        long totalFiles = Json.number(progress, "totalFiles");
        long totalBytes = Json.number(progress, "totalBytes");
        if (files == 0 && bytes == 0) {
            return "indexing: found " + Units.count(totalFiles, "file") + ", " + Units.bytes(totalBytes);
        }
        return "indexing: " + share(bytes, totalBytes) + "  " + files + " of " + Units.count(totalFiles, "file");
    }

    /** Rounded down: 100 % is said only when it is. */
    private static String share(long done, long total) {
        long percent = total == 0 ? 100 : Math.min(100, (long) (100.0 * done / total));
        return String.format(Locale.ROOT, "%3d%%  %s of %s", percent, Units.bytes(done), Units.bytes(total));
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, Math.max(0, width - 1)) + "…";
    }
}
