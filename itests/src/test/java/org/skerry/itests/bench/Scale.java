// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.bench;

/**
 * How much of the full size is measured, to try the benchmark itself.
 *
 * @param factor 1 for all
 */
record Scale(double factor) {

    private static final String VARIABLE = "SKERRY_BENCH_SCALE";
    private static final long LEAST_BYTES = 16 << 20;
    private static final int LEAST_TIMES = 3;

    /** {@return what the environment says, 1 if nothing} */
    static Scale wanted() {
        String text = System.getenv(VARIABLE);
        return new Scale(text == null || text.isBlank() ? 1 : Double.parseDouble(text));
    }

    /** {@return a number of times, at least three} */
    int times(int all) {
        return (int) Math.max(Math.min(all, LEAST_TIMES), all * factor);
    }

    /** {@return a number of bytes, at least 16 MiB} */
    long bytes(long all) {
        return Math.max(Math.min(all, LEAST_BYTES), (long) (all * factor) >> 16 << 16);
    }
}
