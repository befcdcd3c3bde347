// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.swap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;

/** The table of what was measured, in Markdown, a row for each figure; written row by row, so that nothing of it is lost. */
final class Figures {

    static final String HEAD = "| figure | target | measured | |\n|---|---|---|---|\n";

    private final Path file;
    private final String transport;

    /**
     * Goes on with a table.
     *
     * @param file gets the rows
     * @param transport stands in each of them
     */
    Figures(Path file, String transport) {
        this.file = file;
        this.transport = transport;
    }

    /** Pauses of which the longest is to stay below a target. */
    void longest(String figure, double targetMillis, List<Double> millis) throws IOException {
        boolean met = !millis.isEmpty() && quantile(millis, 1) < targetMillis;
        row(figure, "< " + number(targetMillis) + " ms", distribution(millis), verdict(met));
    }

    /** Pauses of which 95 in 100 are to stay below a target. */
    void most(String figure, double targetMillis, List<Double> millis) throws IOException {
        boolean met = !millis.isEmpty() && quantile(millis, 0.95) < targetMillis;
        row(figure + ", p95", "< " + number(targetMillis) + " ms", distribution(millis), verdict(met));
    }

    /** A number of things that are not to happen. */
    void none(String figure, long count) throws IOException {
        row(figure, "0", String.valueOf(count), verdict(count == 0));
    }

    /** Something that is to stay as it was. */
    void flat(String figure, String measured, boolean flat) throws IOException {
        row(figure, "flat", measured, verdict(flat));
    }

    /** A figure without a target. */
    void note(String figure, String measured) throws IOException {
        row(figure, "", measured, "");
    }

    private void row(String figure, String target, String measured, String verdict) throws IOException {
        String row = String.format("| %s: %s | %s | %s | %s |%n", transport, figure, target, measured, verdict);
        System.out.print(row);
        Files.writeString(file, row, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static String verdict(boolean met) {
        return met ? "met" : "MISSED";
    }

    static String distribution(List<Double> millis) {
        if (millis.isEmpty()) {
            return "nothing measured";
        }
        return String.format(
                Locale.ROOT,
                "median %s, p95 %s, longest %s ms, n=%d",
                number(quantile(millis, 0.5)),
                number(quantile(millis, 0.95)),
                number(quantile(millis, 1)),
                millis.size());
    }

    /** {@return the smallest value that so many parts of all do not exceed: the nearest rank} */
    static double quantile(List<Double> values, double part) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.ceil(part * sorted.size()) - 1);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%.0f", value);
    }
}
