// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import java.time.Duration;
import java.util.Locale;

/** Sizes, rates and durations as people read them. */
public final class Units {

    private static final String[] SIZES = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

    private Units() {}

    /** {@return such as {@code 1 file}, {@code 2 files}} */
    public static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** {@return such as {@code 1.5 MiB}} */
    public static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1023.95 && unit < SIZES.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 || value >= 100 ? "%.0f %s" : "%.1f %s", value, SIZES[unit]);
    }

    /** {@return such as {@code 45.2 MB/s}; rates are in powers of ten, as networks count} */
    public static String rate(double bytesPerSecond) {
        if (bytesPerSecond < 1e6) {
            return String.format(Locale.ROOT, "%.0f kB/s", bytesPerSecond / 1e3);
        }
        return String.format(Locale.ROOT, bytesPerSecond < 1e8 ? "%.1f MB/s" : "%.0f MB/s", bytesPerSecond / 1e6);
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
