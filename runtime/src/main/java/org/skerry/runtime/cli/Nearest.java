// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Guesses which of several names was meant by one that there is not. */
final class Nearest {

    private Nearest() {}

    /** The name that is one or two slips away (a third of its letters at most), or that the word begins. */
    static Optional<String> to(String word, Collection<String> names) {
        return names.stream()
                .filter(it ->
                        slips(word, it) <= Math.min(2, it.length() / 3) || word.length() > 2 && it.startsWith(word))
                .min(Comparator.comparingInt((String it) -> slips(word, it)).thenComparing(Comparator.naturalOrder()));
    }

    /**
     * Letters to put in, leave out, change, or swap with the next one (optimal string alignment, after F. J. Damerau, 1964).
     */
    static int slips(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, a, b, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int cheapest(int[][] cost, String a, String b, int i, int j) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int best = Math.min(cost[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
