// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1h30m}, {@code 2d}; a bare number is seconds. More than zero. */
public final class DurationConverter implements ITypeConverter<Duration> {

    private static final Pattern PART = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    @Override
    public Duration convert(String value) {
        String text = value.strip();
        if (text.matches("\\d{1,9}")) {
            text += "s";
        }
        Duration sum = Duration.ZERO;
        int at = 0;
        Matcher matcher = PART.matcher(text);
        while (at < text.length() && matcher.find(at) && matcher.start() == at) {
            sum = sum.plus(part(Long.parseLong(matcher.group(1)), matcher.group(2)));
            at = matcher.end();
        }
        if (at < text.length() || sum.isZero() || sum.compareTo(Duration.ofDays(365)) > 0) {
            throw new TypeConversionException("'" + value + "' is not a duration such as 30s, 5m or 1h, up to 365d");
        }
        return sum;
    }

    private static Duration part(long number, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}
