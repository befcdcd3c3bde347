// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.skerry.upgrade.set.BundleSet;
import org.skerry.upgrade.set.SetBundle;
import org.skerry.upgrade.set.Sets;

class TargetsTest {

    private static final Instant NOW = Instant.parse("2026-05-06T07:08:09Z");

    private final SetBundle core = Sets.shipped("core", "1.0.0", "framework");
    private final SetBundle one = Sets.shipped("one", "1.0.0", "f");
    private final SetBundle two = Sets.shipped("two", "1.0.0", "f");
    private final SetBundle last = Sets.shipped("last", "1.0.0", "g");
    private final BundleSet from = Sets.set(4, 3, core, one, two, last);

    private static Offer single(SetBundle bundle) {
        return new Offer(Optional.empty(), List.of(bundle));
    }

    private static Offer feature(String name, SetBundle... bundles) {
        return new Offer(Optional.of(name), List.of(bundles));
    }

    private List<SetBundle> with(Offer... offers) throws RefusedException {
        return Targets.with(from, 9, NOW, List.of(offers)).bundles();
    }

    @Test
    void followsTheSetInForceOnTheSameDistribution() throws RefusedException {
        BundleSet set = Targets.with(from, 9, NOW, List.of(single(Sets.deployed("new", "1.0.0", "new"))));
        assertThat(set.id()).isEqualTo(9);
        assertThat(set.before()).hasValue(4);
        assertThat(set.at()).isEqualTo(NOW);
        assertThat(set.named()).isEqualTo(from.named());
        assertThat(set.distribution()).isEqualTo(from.distribution());
    }

    @Test
    void whatIsReplacedKeepsItsPlaceAndWhatIsNewComesLast() throws RefusedException {
        SetBundle newer = Sets.deployed("one", "2.0.0", "f");
        SetBundle added = Sets.deployed("added", "1.0.0", "added");
        assertThat(with(single(added), single(newer))).containsExactly(core, newer, two, last, added);
    }

    @Test
    void aFeatureThatIsReplacedDropsWhatItNoLongerLists() throws RefusedException {
        SetBundle newer = Sets.deployed("two", "2.0.0", "f");
        SetBundle added = Sets.deployed("added", "1.0.0", "f");
        assertThat(with(feature("f", added, newer))).containsExactly(core, newer, last, added);
    }

    @Test
    void theSameBytesStayWhereTheyAreAndWhoseTheyAre() throws RefusedException {
        assertThat(with(feature("h", Sets.deployed("one", "1.0.0", "h")))).containsExactly(core, one, two, last);
        assertThat(with(feature("f", Sets.deployed("two", "1.0.0", "f"), Sets.deployed("one", "1.0.0", "f"))))
                .containsExactly(core, one, two, last);
    }

    @Test
    void refusesTwoFilesThatBringOneNameWithOtherBytes() throws RefusedException {
        SetBundle a = Sets.deployed("one", "2.0.0", "f");
        SetBundle b = Sets.deployed("one", "3.0.0", "f");
        assertThatThrownBy(() -> with(single(a), single(b)))
                .isInstanceOf(RefusedException.class)
                .hasMessage("two of the files bring one: 2.0.0 and 3.0.0");
        assertThat(with(single(a), single(a))).containsExactly(core, a, two, last);
        SetBundle added = Sets.deployed("added", "1.0.0", "added");
        assertThat(with(single(added), single(added))).containsExactly(core, one, two, last, added);
    }

    @Test
    void leavesBundlesOut() {
        BundleSet set = Targets.without(from, 9, NOW, it -> !it.feature().equals("f"));
        assertThat(set.bundles()).containsExactly(core, last);
        assertThat(set.before()).hasValue(4);
    }
}
