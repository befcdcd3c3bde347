// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.bench;

import java.util.ArrayList;
import java.util.List;

/** The figures, as a table in Markdown. */
final class Table {

    private record Row(String figure, String target, String measured, String verdict) {}

    private final List<Row> rows = new ArrayList<>();

    /** Adds a figure that is to stay below a target. */
    void below(String figure, double target, String unit, Samples samples) {
        boolean met = samples.size() > 0 && samples.median() < target;
        add(figure, "< " + Samples.number(target) + " " + unit, samples.text(unit), met ? "met" : "MISSED");
    }

    /** Adds a figure that is to reach a target. */
    void reaching(String figure, double target, String unit, Samples samples) {
        boolean met = samples.size() > 0 && samples.median() >= target;
        add(figure, "≥ " + Samples.number(target) + " " + unit, samples.text(unit), met ? "met" : "MISSED");
    }

    /** Adds a figure that is to stay within a limit that the target tells in words. */
    void limited(String figure, String target, double limit, String unit, Samples samples) {
        boolean met = samples.size() > 0 && samples.median() <= limit;
        add(figure, target, samples.text(unit), met ? "met" : "MISSED");
    }

    /** Adds a figure without a target. */
    void note(String figure, String measured) {
        add(figure, "", measured, "");
    }

    void add(String figure, String target, String measured, String verdict) {
        Bench.say("| " + figure + " | " + target + " | " + measured + " | " + verdict);
        rows.add(new Row(figure, target, measured, verdict));
    }

    @Override
    public String toString() {
        StringBuilder out =
                new StringBuilder("| figure | target | measured: median (min–max, n) | |\n|---|---|---|---|\n");
        for (Row row : rows) {
            out.append("| ").append(row.figure).append(" | ").append(row.target);
            out.append(" | ")
                    .append(row.measured)
                    .append(" | ")
                    .append(row.verdict)
                    .append(" |\n");
        }
        return out.toString();
    }
}
