// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.settings;

import java.util.regex.Pattern;
import org.skerry.shell.internal.command.SettingException;

/**
 * Values as they stand in a {@code .cfg} file. FileInstall 3.7 undoes the escapes of Java properties, then puts in what
 * <code>${name}</code> stands for and undoes the escapes of braces and backslashes; and if all values of a file look like
 * {@code "text"}, {@code [list]} or {@code I"1"}, it reads them as typed.
 */
final class CfgValue {

    private static final Pattern TYPED =
            Pattern.compile("\\s*[TILFDXSCBilfdxscb]?(\\[[\\S\\s]*]|\\([\\S\\s]*\\)|\\{[\\S\\s]*}|\"[\\S\\s]*\")\\s*");

    /** What FileInstall makes a dollar sign of, however it is written. */
    private static final String LOST = "$__";

    private CfgValue() {}

    /**
     * Writes a value in ASCII, so that it reads the same in every encoding.
     *
     * @param value any, taken as it is
     * @return what FileInstall reads as it
     * @throws SettingException if there is no way to write it
     */
    static String escape(String value) throws SettingException {
        if (value.contains(LOST)) {
            throw SettingException.senseless("a value with " + LOST + " in it cannot be written in a .cfg file");
        }
        String guarded = value.replaceAll("[\\\\{}]", "\\\\$0");
        StringBuilder out = new StringBuilder();
        int last = guarded.length() - 1;
        for (int i = 0; i <= last; i++) {
            char c = guarded.charAt(i);
            boolean edge = (i == 0 || i == last) && c == ' ';
            out.append(edge ? unicode(c) : escape(c));
        }
        boolean typed = looksTyped(out.toString());
        return typed ? unicode(out.charAt(0)) + out.substring(1) : out.toString();
    }

    /** {@return whether FileInstall takes a value, as it stands in a file, for one with a type} */
    static boolean looksTyped(String raw) {
        return raw.length() >= 2 && TYPED.matcher(raw).matches();
    }

    private static String escape(char c) {
        return switch (c) {
            case '\\' -> "\\\\";
            case '\t' -> "\\t";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\f' -> "\\f";
            default -> c < ' ' || c > '~' ? unicode(c) : String.valueOf(c);
        };
    }

    private static String unicode(char c) {
        return String.format("\\u%04x", (int) c);
    }
}
