// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.broken;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The Javadoc of the SPI, out of its sources. A text quotes it as {@code Type: "…"} or {@code Type.member: "…"}; what follows a
 * quote may say more, and another quote in it belongs to the type that was named last. A {@code …} within a quote leaves
 * something out.
 */
final class SpiJavadoc {

    /**
     * A quote.
     *
     * @param type simple name of the type whose Javadoc is quoted
     * @param member the member that it is about; empty for the type itself
     * @param words as quoted
     */
    record Quote(String type, String member, String words) {}

    private static final Pattern COMMENT = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL);
    private static final Pattern NAMED_OR_QUOTED =
            Pattern.compile("\\b(?<type>[A-Z]\\w+)(?:\\.(?<member>\\w+))?(?=[:, ])|(?<![\\w])\"(?<words>[^\"]+)\"");

    private final Map<String, String> sources;
    private final Map<String, String> texts;

    SpiJavadoc() {
        // Surefire tells where the module is; it runs tests elsewhere.
        Path spi = Path.of(System.getProperty("basedir", "."), "..", "spi", "src", "main", "java");
        try (Stream<Path> files = Files.walk(spi)) {
            sources = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""), SpiJavadoc::read));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        texts = sources.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> plain(entry.getValue())));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return the Javadoc of a source as people read it, on one line} */
    private static String plain(String source) {
        return COMMENT.matcher(source)
                .results()
                .map(comment -> comment.group(1))
                .collect(Collectors.joining(" "))
                .replaceAll("\\n\\s*\\*", " ")
                .replaceAll("@param\\s+(\\w+)", "$1:")
                .replaceAll("\\{@(?:link|value)\\s+(?:[a-z]+\\.)*#?([^}]*)}", "$1")
                .replaceAll("\\{@code\\s+([^}]*)}", "$1")
                .replace("#", ".")
                .replaceAll("\\{@return\\s+([^}]*)}", "$1")
                .replaceAll("\\s+", " ");
    }

    /**
     * Finds the quotes in a text.
     *
     * @param text for people, such as the message of a failure
     * @return the quotes of the SPI in it, right or wrong
     */
    List<Quote> quotedIn(String text) {
        List<Quote> quotes = new ArrayList<>();
        Matcher matcher = NAMED_OR_QUOTED.matcher(text);
        String type = "";
        String member = "";
        while (matcher.find()) {
            if (matcher.group("words") != null && !type.isEmpty()) {
                quotes.add(new Quote(type, member, matcher.group("words")));
            } else if (sources.containsKey(String.valueOf(matcher.group("type")))) {
                type = matcher.group("type");
                member = matcher.group("member") == null ? "" : matcher.group("member");
            }
        }
        return quotes;
    }

    /**
     * Compares a quote with the Javadoc.
     *
     * @param quote of a type of the SPI
     * @return empty if it stands there, else what is wrong
     */
    String whyWrong(Quote quote) {
        if (!quote.member().isEmpty() && !sources.get(quote.type()).matches("(?s).*\\b" + quote.member() + "\\b.*")) {
            return quote.type() + " has no " + quote.member();
        }
        String text = texts.get(quote.type());
        int from = 0;
        for (String part : quote.words().split("…")) {
            int at = text.indexOf(part.strip(), from);
            if (at < 0) {
                return "the Javadoc of " + quote.type() + " does not say \"" + quote.words() + "\"";
            }
            from = at + part.strip().length();
        }
        return "";
    }
}
