// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BundleSetTest {

    private final SetBundle shipped = Sets.shipped("org.a", "1.2.3.x-y", "framework");
    private final SetBundle deployed = Sets.deployed("org.b", "2.0.0", "plugin");
    private final BundleSet set = Sets.set(7, 5, shipped, deployed);

    @Test
    void isTheSameAfterItWasWrittenAndRead() {
        assertThat(BundleSet.of(set.text())).isEqualTo(set);
        BundleSet bare = new BundleSet(1, OptionalLong.empty(), Instant.EPOCH, List.of(), "0", List.of());
        assertThat(BundleSet.of(bare.text())).isEqualTo(bare);
    }

    @Test
    void tellsItsFeaturesAndBundles() {
        assertThat(set.features()).containsExactly("framework", "plugin");
        assertThat(set.bundle("org.b")).contains(deployed);
        assertThat(set.bundle("org.c")).isEmpty();
    }

    @Test
    void isSameAsAnotherIfItInstallsTheSameInTheSameOrder() {
        assertThat(set.sameAs(Sets.set(8, 0, shipped, deployed))).isTrue();
        assertThat(set.sameAs(Sets.set(7, 5, deployed, shipped))).isFalse();
        assertThat(set.sameAs(Sets.set(7, 5, shipped, Sets.deployed("org.b", "2.0.1", "plugin"))))
                .isFalse();
    }

    @Test
    void refusesATextInWhichOneCharacterIsAnother() {
        String text = set.text();
        for (int i = 0; i < text.length(); i++) {
            String flipped = text.substring(0, i) + (char) (text.charAt(i) ^ 1) + text.substring(i + 1);
            assertThatThrownBy(() -> BundleSet.of(flipped))
                    .as(flipped)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("it is damaged, or not all of it is there");
        }
    }

    @Test
    void refusesATextThatIsCutOrHasMore() {
        String text = set.text();
        for (int i = 0; i < text.length(); i++) {
            String cut = text.substring(0, i);
            assertThatThrownBy(() -> BundleSet.of(cut)).as(cut).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> BundleSet.of(text + "\n")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BundleSet.of(text + text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void saysThatAFormatIsUnknown() {
        assertThatThrownBy(() -> BundleSet.of(signed(set.text().replace("skerry-set 1\n", "skerry-set 2\n"))))
                .hasMessage("it has a format that this version does not know");
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> BundleSet.of(signed(set.text().replaceFirst("at [^\n]+\n", ""))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'at' is missing, and 'named framework node' stands there");
    }

    /** A text whose check is right, whatever it says. */
    private static String signed(String text) {
        String body = text.replaceFirst("sha256 [0-9a-f]{64}\n$", "");
        return body + "sha256 " + FileHash.ofText(body) + "\n";
    }

    @Test
    void refusesTwoBundlesOfOneNameOrLocation() {
        assertThatThrownBy(() -> Sets.set(1, 0, deployed, Sets.shipped("org.b", "1.0.0", "node")))
                .hasMessage("two bundles are named org.b");
        SetBundle other = Sets.shipped("org.other", "1.0.0", "node");
        SetBundle there = new SetBundle(
                other.name(),
                other.version(),
                5,
                "node",
                other.sha256(),
                other.signer(),
                deployed.location(),
                other.jar());
        assertThatThrownBy(() -> Sets.set(1, 0, deployed, there))
                .hasMessage("two bundles are to be installed as feature:org:org.b");
    }
}
