// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.check;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses which of several names was meant. */
public final class Nearest {

    /** Letters from which one more slip is likely. */
    private static final int LONG = 20;

    private Nearest() {}

    /** The most similar name, if it is similar at all; case, dots and hyphens do not count. */
    public static Optional<String> to(String meant, Collection<String> names) {
        return names.stream()
                .min(Comparator.comparingInt((String it) -> distance(plain(meant), plain(it)))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(it -> distance(plain(meant), plain(it)) <= (it.length() < LONG ? 2 : 3));
    }

    private static String plain(String name) {
        return name.replaceAll("[^\\p{L}\\p{N}]", "").toLowerCase(Locale.ROOT);
    }

    /** How many letters to put in, leave out or change (V. Levenshtein, 1966). */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
