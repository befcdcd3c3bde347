// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Version;

class SetBundleTest {

    private static final JarPlace PLACE = new JarPlace(true, "org/a/1/a-1.jar");

    private static SetBundle bundle(String name, int level, String feature, String hash, String signer, String at) {
        return new SetBundle(name, Version.emptyVersion, level, feature, hash, Optional.of(signer), at, PLACE);
    }

    @Test
    void isTheSameAfterItWasWrittenAndRead() {
        for (SetBundle it : new SetBundle[] {Sets.deployed("a.b", "1.0.0.q", "f"), Sets.shipped("c", "0.0.1", "g")}) {
            assertThat(SetBundle.of(it.line())).isEqualTo(it);
        }
        assertThat(Sets.shipped("c", "0.0.1", "g").title()).isEqualTo("c 0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\nb", "a\r", "a\tb", "a\u0000b", "a\u007f", "a\u000b"})
    void refusesWordsThatBreakALine(String word) {
        String hash = "0".repeat(64);
        assertThat(bundle("n", 1, "f", hash, "s", "l").name()).isEqualTo("n");
        assertThatThrownBy(() -> bundle(word, 1, "f", hash, "s", "l")).hasMessageContaining("is no word");
        assertThatThrownBy(() -> bundle("n", 1, word, hash, "s", "l")).hasMessageContaining("is no word");
        assertThatThrownBy(() -> bundle("n", 1, "f", hash, word, "l")).hasMessageContaining("is no word");
        assertThatThrownBy(() -> bundle("n", 1, "f", hash, "s", word)).hasMessageContaining("is no word");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "00000000000000000000000000000000000000000000000000000000000000gg", "../../x"})
    void refusesWhatIsNoHash(String hash) {
        assertThatThrownBy(() -> bundle("n", 1, "f", hash, "s", "l")).hasMessage("'" + hash + "' is no SHA-256");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void refusesALevelAtWhichNothingStarts(int level) {
        assertThatThrownBy(() -> bundle("n", level, "f", "0".repeat(64), "s", "l"))
                .hasMessage(level + " is no start level of a bundle");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a 1.0.0", "a 1.0.0 5 f h - l dist:x more", "a 1.0.0 5 f h - l"})
    void refusesALineOfMoreOrFewerWords(String line) {
        assertThatThrownBy(() -> SetBundle.of(line)).hasMessage("'" + line + "' does not describe a bundle");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/etc/passwd",
                "..",
                "../a",
                "a/../../b",
                "a/../b",
                "a/..",
                ".",
                "./a",
                "a/./b",
                "a//b",
                "a/",
                "C:\\a",
                "a\\b",
                "a b",
                "a\nb",
                "a\u0000",
                "~/a:b"
            })
    void refusesAPathThatLeadsElsewhere(String path) {
        assertThatThrownBy(() -> new JarPlace(true, path))
                .as("shipped")
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + path + "' is no place of a jar");
        assertThatThrownBy(() -> new JarPlace(false, path)).as("deployed").isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aDeployedJarLiesInNoFolder() {
        assertThatThrownBy(() -> new JarPlace(false, "a/b.jar")).hasMessage("'a/b.jar' is no place of a jar");
    }

    @Test
    void aPlaceIsTheSameAfterItWasWrittenAndRead() {
        for (JarPlace it :
                new JarPlace[] {PLACE, new JarPlace(true, "a..b/c+d-e_f.jar"), new JarPlace(false, "0.jar")}) {
            assertThat(JarPlace.of(it.text())).isEqualTo(it);
        }
        assertThatThrownBy(() -> JarPlace.of("file:a")).hasMessage("'file:a' is no place of a jar");
    }
}
