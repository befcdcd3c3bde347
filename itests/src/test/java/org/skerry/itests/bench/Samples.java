// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Measured values of one figure. Not thread-safe. */
final class Samples {

    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
    }

    int size() {
        return values.size();
    }

    double first() {
        return values.get(0);
    }

    /** {@return all but the first: that one is cold} */
    Samples warm() {
        Samples rest = new Samples();
        values.stream().skip(1).forEach(rest::add);
        return rest;
    }

    /** {@return the greatest one alone} */
    Samples worst() {
        Samples one = new Samples();
        if (!values.isEmpty()) {
            one.add(Collections.max(values));
        }
        return one;
    }

    double median() {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** {@return "median unit (min–max, n)"} */
    String text(String unit) {
        if (values.isEmpty()) {
            return "nothing measured";
        }
        return String.format(
                Locale.ROOT,
                "%s %s (%s–%s, n=%d)",
                number(median()),
                unit,
                number(Collections.min(values)),
                number(Collections.max(values)),
                values.size());
    }

    /** {@return three digits or so} */
    static String number(double value) {
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f", value);
    }
}
