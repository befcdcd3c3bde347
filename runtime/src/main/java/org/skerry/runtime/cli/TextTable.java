// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Columns for people. What others sent is shown without control characters, so that it cannot steer a terminal. */
final class TextTable {

    private final List<String[]> rows = new ArrayList<>();

    TextTable(String... titles) {
        rows.add(titles);
    }

    TextTable row(String... cells) {
        if (cells.length != rows.get(0).length) {
            throw new IllegalArgumentException("a row of " + cells.length + " cells");
        }
        rows.add(Arrays.stream(cells).map(TextTable::printable).toArray(String[]::new));
        return this;
    }

    /** The text with {@code ?} for each control character. */
    static String printable(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints()
                .map(it -> Character.isISOControl(it) || Character.getType(it) == Character.FORMAT ? '?' : it)
                .forEach(out::appendCodePoint);
        return out.toString();
    }

    @Override
    public String toString() {
        int columns = rows.get(0).length;
        int[] widths = new int[columns];
        for (String[] row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row[i].codePointCount(0, row[i].length()));
            }
        }
        StringBuilder out = new StringBuilder();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                int padding = widths[i] - row[i].codePointCount(0, row[i].length());
                line.append(row[i]).append(" ".repeat(padding)).append("  ");
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
        return out.toString();
    }
}
