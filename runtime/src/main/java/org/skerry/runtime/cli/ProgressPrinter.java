// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import jakarta.json.JsonObject;
import java.io.PrintStream;

/**
 * Shows progress on stderr: in place on a terminal, else a line when it says something new, at most one a second. That indexing has
 * begun is nothing to say where it is done within a second.
 */
final class ProgressPrinter {

    private static final long PAUSE_NANOS = 1_000_000_000L;
    private static final long FRAME_NANOS = 100_000_000L;

    private final PrintStream err;
    private final boolean inPlace;
    private final int width;
    private String shown = "";
    private String said = "";
    private long shownAt = System.nanoTime();

    ProgressPrinter(PrintStream err, boolean inPlace, int width) {
        this.err = err;
        this.inPlace = inPlace;
        this.width = width;
    }

    static ProgressPrinter onStderr() {
        boolean terminal = Terminal.isTerminal(Terminal.STDERR);
        return new ProgressPrinter(Output.messages(), terminal, terminal ? Terminal.width() : Integer.MAX_VALUE);
    }

    /** Shows the value of a progress event. */
    synchronized void show(JsonObject value) {
        boolean indexing = ProgressLine.isIndexing(value);
        String kind = indexing ? "indexing" : Json.text(value, "state") + Json.text(value, "note");
        boolean urgent = !kind.equals(said) && (inPlace || !indexing);
        long now = System.nanoTime();
        if (!urgent && now - shownAt < (inPlace ? FRAME_NANOS : PAUSE_NANOS)) {
            return;
        }
        // One column stays free: some terminals wrap when the last one is written.
        String line = inPlace ? ProgressLine.bar(value, width - 1) : ProgressLine.plain(value);
        if (line.isBlank() || line.equals(shown)) {
            return;
        }
        said = kind;
        shownAt = now;
        if (inPlace) {
            err.print("\r" + line + " ".repeat(Math.max(0, shown.length() - line.length())));
        } else {
            err.println(line);
        }
        err.flush();
        shown = line;
    }

    /** Prints a line of its own; it may hold names that others chose. */
    synchronized void message(String text) {
        clear();
        err.println(TextTable.printable(text));
    }

    /** Wipes what stands in place. */
    synchronized void clear() {
        if (inPlace && !shown.isEmpty()) {
            err.print("\r" + " ".repeat(shown.length()) + "\r");
            err.flush();
        }
        shown = "";
    }
}
