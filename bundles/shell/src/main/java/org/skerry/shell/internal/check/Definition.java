// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.check;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.metatype.AttributeDefinition;

/**
 * What a configuration key may hold.
 *
 * @param type a constant of {@link AttributeDefinition}
 * @param list whether several values are possible
 * @param min smallest value, empty if there is none
 * @param max largest value, empty if there is none
 * @param options the only values that are possible, empty if any is
 */
public record Definition(int type, boolean list, Optional<Double> min, Optional<Double> max, Set<String> options) {

    /** Copies. */
    public Definition {
        options = Collections.unmodifiableSet(new LinkedHashSet<>(options));
    }

    /** {@return the name of the type, in small letters} */
    public String typeName() {
        return switch (type) {
            case AttributeDefinition.INTEGER -> "integer";
            case AttributeDefinition.LONG -> "long";
            case AttributeDefinition.SHORT -> "short";
            case AttributeDefinition.BYTE -> "byte";
            case AttributeDefinition.DOUBLE -> "double";
            case AttributeDefinition.FLOAT -> "float";
            case AttributeDefinition.BOOLEAN -> "boolean";
            case AttributeDefinition.CHARACTER -> "character";
            case AttributeDefinition.PASSWORD -> "password";
            default -> "string";
        };
    }

    /** {@return type, range and options, for people} */
    public String allowed() {
        String one = options.isEmpty()
                ? (type == AttributeDefinition.BOOLEAN ? "true, false" : typeName() + range())
                : String.join(", ", options);
        return list ? "list of " + one : one;
    }

    /** {@return a value without the blanks around it, where they mean nothing} */
    public String canonical(String value) {
        return type == AttributeDefinition.STRING || type == AttributeDefinition.PASSWORD ? value : value.strip();
    }

    /** {@return whether values are not to be shown} */
    public boolean secret() {
        return type == AttributeDefinition.PASSWORD;
    }

    /** {@return what is wrong with a value, for people; empty if nothing is} */
    public Optional<String> complaint(String text) {
        if (!list) {
            return complaintOne(text.strip());
        }
        for (String part : text.split(",", -1)) {
            Optional<String> complaint = complaintOne(part.strip());
            if (complaint.isPresent() && !text.isBlank()) {
                return complaint;
            }
        }
        return Optional.empty();
    }

    private Optional<String> complaintOne(String value) {
        if (!options.isEmpty() && !options.contains(value)) {
            return Optional.of("'" + value + "' is none of " + String.join(", ", options));
        }
        return switch (type) {
            case AttributeDefinition.INTEGER -> number(value, Integer.MIN_VALUE, Integer.MAX_VALUE, true);
            case AttributeDefinition.LONG -> number(value, Long.MIN_VALUE, Long.MAX_VALUE, true);
            case AttributeDefinition.SHORT -> number(value, Short.MIN_VALUE, Short.MAX_VALUE, true);
            case AttributeDefinition.BYTE -> number(value, Byte.MIN_VALUE, Byte.MAX_VALUE, true);
            case AttributeDefinition.DOUBLE, AttributeDefinition.FLOAT ->
                number(value, -Double.MAX_VALUE, Double.MAX_VALUE, false);
            case AttributeDefinition.BOOLEAN -> bool(value);
            default -> Optional.empty();
        };
    }

    private static Optional<String> bool(String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        return lower.equals("true") || lower.equals("false")
                ? Optional.empty()
                : Optional.of("'" + value + "' is neither true nor false");
    }

    private Optional<String> number(String value, double lowest, double highest, boolean whole) {
        double number;
        try {
            number = whole ? Long.parseLong(value) : Double.parseDouble(value);
        } catch (NumberFormatException e) {
            return Optional.of("'" + value + "' is not a " + (whole ? "whole number" : "number") + range());
        }
        if (number < Math.max(lowest, min.orElse(lowest))) {
            return Optional.of(value + " is too small" + range());
        }
        if (number > Math.min(highest, max.orElse(highest))) {
            return Optional.of(value + " is too large" + range());
        }
        return Optional.empty();
    }

    private String range() {
        if (min.isPresent() && max.isPresent()) {
            return " (" + plain(min.get()) + " to " + plain(max.get()) + ")";
        }
        if (min.isPresent()) {
            return " (" + plain(min.get()) + " or more)";
        }
        return max.map(it -> " (" + plain(it) + " or less)").orElse("");
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
