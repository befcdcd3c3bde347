// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.skerry.shell.internal.command.SettingException;

/**
 * The text of a {@code .cfg} file, taken apart as FileInstall 3.7 does it. A change touches the lines of its key alone:
 * comments, order, other keys and line ends stay. Immutable.
 */
final class CfgText {

    private static final Pattern AFTER_LINE_END = Pattern.compile("(?<=\n)|(?<=\r)(?!\n)");
    private static final String BETWEEN = " = ";

    private final List<String> lines;
    private final List<Property> properties;

    /** One key, with the lines that it takes, from the first to before the last. */
    private record Property(String key, String raw, int from, int to) {}

    private CfgText(List<String> lines, List<Property> properties) {
        this.lines = lines;
        this.properties = properties;
    }

    /**
     * Takes a text apart.
     *
     * @param text may be empty
     * @return its keys, each with the lines that it takes
     * @throws SettingException if it is one that cannot be changed line by line
     */
    static CfgText parse(String text) throws SettingException {
        if (text.startsWith("<")) {
            throw SettingException.failed("it is XML; edit it by hand");
        }
        List<String> lines =
                text.isEmpty() ? List.of() : AFTER_LINE_END.splitAsStream(text).toList();
        List<Property> properties = new ArrayList<>();
        for (int at = 0; at < lines.size(); ) {
            if (isComment(lines.get(at))) {
                at++;
            } else {
                Property property = property(lines, at);
                properties.add(property);
                at = property.to();
            }
        }
        return new CfgText(lines, List.copyOf(properties));
    }

    /** A backslash at the end of a line goes on in the next one that is no comment. */
    private static Property property(List<String> lines, int from) throws SettingException {
        StringBuilder whole = new StringBuilder();
        boolean goesOn = true;
        int at = from;
        for (; goesOn; at++) {
            if (at == lines.size()) {
                throw SettingException.failed("it ends in the middle of a value, with a backslash; mend that first");
            }
            String line = lines.get(at).trim();
            if (!isComment(line)) {
                goesOn = goesOn(line);
                whole.append(line, 0, line.length() - (goesOn ? 1 : 0));
            }
        }
        String line = whole.toString();
        String key = line.substring(0, keyEnd(line)).replaceAll("\\\\(.)", "$1");
        return new Property(key, line.substring(valueStart(line)).trim(), from, at);
    }

    private static boolean isComment(String line) {
        String text = line.trim();
        return text.isEmpty() || text.startsWith("#") || text.startsWith("!");
    }

    private static boolean goesOn(String line) {
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == '\\') {
            end--;
        }
        return (line.length() - end) % 2 == 1;
    }

    private static int keyEnd(String line) {
        int at = 0;
        while (at < line.length() && " \t\f=:".indexOf(line.charAt(at)) < 0) {
            at += line.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(at, line.length());
    }

    private static int valueStart(String line) {
        int at = blanks(line, keyEnd(line));
        boolean separated = at < line.length() && "=:".indexOf(line.charAt(at)) >= 0;
        return separated ? blanks(line, at + 1) : at;
    }

    private static int blanks(String line, int from) {
        int at = from;
        while (at < line.length() && " \t\f".indexOf(line.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }

    /** {@return whether the key is set} */
    boolean has(String key) {
        return properties.stream().anyMatch(it -> it.key().equals(key));
    }

    /**
     * Sets a key: where it stands, or at the end.
     *
     * @param key letters, digits and dots
     * @param value any, taken as it is
     * @return the changed text
     * @throws SettingException if the other keys would be read differently after it
     */
    CfgText with(String key, String value) throws SettingException {
        String escaped = CfgValue.escape(value);
        List<String> out = new ArrayList<>(lines);
        List<Property> same =
                properties.stream().filter(it -> it.key().equals(key)).toList();
        if (same.isEmpty()) {
            append(out, key + BETWEEN + escaped);
        } else {
            // FileInstall heeds the last one.
            Property property = same.get(same.size() - 1);
            String last = lines.get(property.to() - 1);
            replace(out, property, before(property) + escaped + last.substring(endOf(last)));
        }
        return checked(out, key);
    }

    /**
     * Takes a key out, wherever it stands.
     *
     * @param key which
     * @return the changed text
     * @throws SettingException if the other keys would be read differently after it
     */
    CfgText without(String key) throws SettingException {
        List<String> out = new ArrayList<>(lines);
        for (int i = properties.size() - 1; i >= 0; i--) {
            if (properties.get(i).key().equals(key)) {
                replace(out, properties.get(i), "");
            }
        }
        return checked(out, key);
    }

    private void append(List<String> out, String line) {
        String end = lines.isEmpty() ? "" : lines.get(0).substring(endOf(lines.get(0)));
        String lineEnd = end.isEmpty() ? "\n" : end;
        if (!out.isEmpty()) {
            String last = out.get(out.size() - 1);
            if (endOf(last) == last.length()) {
                out.set(out.size() - 1, last + lineEnd);
            }
        }
        out.add(line + lineEnd);
    }

    /** Comments between the lines of a value stay, below it. */
    private static void replace(List<String> out, Property property, String line) {
        List<String> taken = out.subList(property.from(), property.to());
        List<String> kept = Stream.concat(
                        line.isEmpty() ? Stream.of() : Stream.of(line),
                        taken.stream().filter(CfgText::isComment))
                .toList();
        taken.clear();
        taken.addAll(kept);
    }

    /** Key and separator, as someone wrote them. */
    private String before(Property property) {
        String first = lines.get(property.from());
        String line = first.trim();
        String start = line.substring(0, valueStart(line));
        String indent = first.substring(0, first.indexOf(line));
        // A blank alone separates, too, but not from a value that begins with a colon.
        boolean separated = start.substring(keyEnd(start)).matches("\\s*[=:]\\s*");
        return separated ? indent + start : property.key() + BETWEEN;
    }

    private static int endOf(String line) {
        int end = line.length();
        while (end > 0 && "\r\n".indexOf(line.charAt(end - 1)) >= 0) {
            end--;
        }
        return end;
    }

    /** Values are typed if all in the file are: one that comes or goes must not change what the others are. */
    private CfgText checked(List<String> out, String key) throws SettingException {
        CfgText changed = parse(String.join("", out));
        boolean others = properties.stream().anyMatch(it -> !it.key().equals(key));
        if (others && typed(properties) != typed(changed.properties)) {
            throw SettingException.failed("its values are typed, as in I\"1\"; edit it by hand");
        }
        return changed;
    }

    private static boolean typed(List<Property> all) {
        return !all.isEmpty() && all.stream().allMatch(it -> CfgValue.looksTyped(it.raw()));
    }

    @Override
    public String toString() {
        return String.join("", lines);
    }
}
