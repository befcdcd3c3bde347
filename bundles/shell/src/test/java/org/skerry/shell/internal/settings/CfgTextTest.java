// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.felix.fileinstall.shaded.util.properties.TypedProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.skerry.shell.internal.command.SettingException;

/** What is written, held against the classes with which FileInstall reads it. */
class CfgTextTest {

    private static final String KEY = "max.peers";

    private static Map<String, Object> read(CfgText text) throws IOException {
        TypedProperties properties = new TypedProperties((name, key, value) -> "from the framework");
        properties.load(new StringReader(text.toString()));
        return Map.copyOf(properties);
    }

    static Stream<String> values() {
        return Stream.of(
                "5",
                "",
                " padded ",
                " ",
                "a, b ,c",
                "C:\\new\\table",
                "ends with \\",
                "\\\\two",
                "${skerry.home}/x",
                "\\${a}",
                "a${b${c}}d",
                "{}",
                "\\{ and \\}",
                "$",
                "\"quoted\"",
                "I\"5\"",
                "[::1]",
                "[\"a\", \"b\"]",
                "(a)",
                "# no comment",
                "= : !",
                ":8080",
                "tab\tand\nlines\r\n",
                "Größe € 𝄞",
                "\u0000\u007f",
                "'it''s'");
    }

    @ParameterizedTest
    @MethodSource("values")
    void writesWhatFileInstallReadsAsTheSame(String value) throws Exception {
        for (String text :
                new String[] {"", "other = 1\n", "max.peers 3\n", "max.peers: 3", "other = 1\nmax.peers = 3"}) {
            CfgText changed = CfgText.parse(text).with(KEY, value);
            assertThat(read(changed)).as(text).containsEntry(KEY, value);
            assertThat(changed.has(KEY)).isTrue();
            assertThat(changed.toString()).matches("\\p{ASCII}*");
            if (text.contains("other")) {
                assertThat(read(changed)).containsEntry("other", "1");
            }
        }
    }

    @Test
    void touchesNothingButItsLine() throws Exception {
        String before = "# Caf\u00e9\r\n\r\n  max.peers=3\r\n!x\r\nother : a, \\\r\n   b\r\n# end";
        assertThat(CfgText.parse(before).with(KEY, "4")).hasToString(before.replace("=3", "=4"));
        assertThat(CfgText.parse(before).with("third", "x")).hasToString(before + "\r\nthird = x\r\n");
        assertThat(CfgText.parse(before).without(KEY)).hasToString(before.replace("  max.peers=3\r\n", ""));
        assertThat(CfgText.parse(before).without("third")).hasToString(before);
    }

    @Test
    void replacesAValueOfSeveralLines() throws Exception {
        String before = "max.peers = 1, \\\n  # of them\n   2\\\n   3\nother = 1\n";
        CfgText parsed = CfgText.parse(before);
        assertThat(read(parsed)).containsEntry(KEY, "1, 23");
        assertThat(parsed.with(KEY, "4")).hasToString("max.peers = 4\n  # of them\nother = 1\n");
        assertThat(parsed.without(KEY)).hasToString("  # of them\nother = 1\n");
        assertThat(CfgText.parse("max.\\\npeers = 1\n").with(KEY, "4")).hasToString("max.peers = 4\n");
    }

    @Test
    void heedsTheLastOfSeveralLikeFileInstall() throws Exception {
        CfgText twice = CfgText.parse("max.peers = 1\nmax.peers = 2\n");
        assertThat(read(twice)).containsEntry(KEY, "2");
        assertThat(twice.with(KEY, "3")).hasToString("max.peers = 1\nmax.peers = 3\n");
        assertThat(twice.without(KEY)).hasToString("");
    }

    @Test
    void takesACommentForNoKey() throws Exception {
        CfgText text = CfgText.parse("#max.peers = 1\n ! max.peers = 2\n");
        assertThat(text.has(KEY)).isFalse();
        assertThat(read(text.with(KEY, "3"))).containsOnly(Map.entry(KEY, "3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"other = I\"1\"\n", "<properties/>", "other = a\\", "other = \"x\"\nmax.peers = \"2\"\n"})
    void refusesWhatItWouldChangeElsewhere(String text) {
        assertThatThrownBy(() -> CfgText.parse(text).with(KEY, "3"))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("it");
    }

    @Test
    void refusesToLeaveValuesThatWouldBeTyped() throws Exception {
        CfgText text = CfgText.parse("bind = [::1]\nmax.peers = 3\n");
        assertThat(read(text)).containsEntry("bind", "[::1]");
        assertThatThrownBy(() -> text.without(KEY)).isInstanceOf(SettingException.class);
        assertThat(read(text.with(KEY, "[::2]"))).containsEntry("bind", "[::1]").containsEntry(KEY, "[::2]");
    }

    @Test
    void refusesWhatCannotBeWritten() {
        assertThatThrownBy(() -> CfgText.parse("").with(KEY, "a$__b"))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("$__");
    }
}
