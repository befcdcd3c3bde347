// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.broken;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the contracts quote stands in the Javadoc of the SPI. */
class QuotesTest {

    private static final String LITERAL = "\"(?:[^\"\\\\\n]|\\\\.)*\"";
    private static final Pattern TEXT = Pattern.compile(LITERAL + "(?:\\s*\\+\\s*" + LITERAL + ")*");

    private final SpiJavadoc javadoc = new SpiJavadoc();

    @ParameterizedTest
    @ValueSource(strings = {"signaling", "store", "sync", "transport"})
    void whatIsQuotedStandsInTheJavadoc(String contract) throws IOException {
        List<SpiJavadoc.Quote> quotes = sources(contract).stream()
                .flatMap(QuotesTest::texts)
                .flatMap(text -> javadoc.quotedIn(text).stream())
                .toList();
        assertThat(quotes).hasSizeGreaterThan(10);
        assertThat(quotes.stream().map(javadoc::whyWrong).filter(why -> !why.isEmpty()))
                .as("wrong quotes")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"signaling", "store", "sync", "transport"})
    void eachAssertionQuotesASentence(String contract) throws IOException {
        List<String> assertions = sources(contract).stream()
                .flatMap(source -> Stream.of(source.split(";\\R")))
                .filter(statement -> statement.contains("assertThat(")
                        && !statement.contains(".as(sentence)")
                        && !statement.contains("import "))
                .toList();
        assertThat(assertions).hasSizeGreaterThan(10);
        assertThat(assertions)
                .as("statements that assert without a quote")
                .allMatch(statement -> texts(statement)
                        .anyMatch(text -> !javadoc.quotedIn(text).isEmpty()));
    }

    @Test
    void aWrongQuoteIsFound() {
        List<SpiJavadoc.Quote> quotes =
                javadoc.quotedIn("[SignalingChannel.close: \"Closes within 100 ms … Idempotent\"; "
                        + "SignalingChannel.close: \"Closes within 200 ms\"; SignalingChannel.shut: \"Idempotent\"]");
        assertThat(quotes.stream().map(javadoc::whyWrong))
                .containsExactly(
                        "",
                        "the Javadoc of SignalingChannel does not say \"Closes within 200 ms\"",
                        "SignalingChannel has no shut");
    }

    private static List<String> sources(String contract) throws IOException {
        Path folder = Path.of(System.getProperty("basedir", "."), "src/main/java/org/skerry/testkit", contract);
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(QuotesTest::read).toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The texts of a source: literals that are joined are one. */
    private static Stream<String> texts(String source) {
        return TEXT.matcher(source)
                .results()
                .map(MatchResult::group)
                .map(joined -> joined.substring(1, joined.length() - 1)
                        .replaceAll("(?<!\\\\)\"\\s*\\+\\s*\"", "")
                        .replace("\\\"", "\""));
    }
}
