// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import java.time.Duration;
import java.util.Locale;

/** Sizes, rates and durations as people read them: sizes and rates by powers of ten, as disks and networks count. */
public final class Units {

    private static final double THOUSAND = 1000;
    private static final String[] SIZES = {"B", "kB", "MB", "GB", "TB", "PB"};

    private Units() {}

    /** {@return such as {@code 1 file}, {@code 2 files}} */
    public static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** {@return such as {@code 1.5 MB}} */
    public static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        // What would be rounded to 1000 is 1.0 of the next unit.
        while (value >= (unit == 0 ? THOUSAND : THOUSAND - 0.5) && unit < SIZES.length - 1) {
            value /= THOUSAND;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 || value >= 99.95 ? "%.0f %s" : "%.1f %s", value, SIZES[unit]);
    }

    /** {@return such as {@code 45.2 MB/s}} */
    public static String rate(double bytesPerSecond) {
        return bytes(Math.round(bytesPerSecond)) + "/s";
    }

    /** {@return such as {@code 45 s}, {@code 3 min 20 s}, {@code 2 h 5 min}, {@code 4 d 3 h}} */
    public static String duration(Duration time) {
        long seconds = time.toSeconds();
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }
        if (seconds < 86400) {
            return seconds / 3600 + " h " + seconds / 60 % 60 + " min";
        }
        return seconds / 86400 + " d " + seconds / 3600 % 24 + " h";
    }

    /** {@return such as {@code 3.2 ms}} */
    public static String millis(double millis) {
        return String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%.0f ms", millis);
    }
}
