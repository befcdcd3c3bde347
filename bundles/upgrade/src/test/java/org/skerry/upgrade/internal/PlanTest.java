// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.skerry.api.admin.Upgrades.Change;
import org.skerry.upgrade.set.SetBundle;
import org.skerry.upgrade.set.Sets;

class PlanTest {

    private final SetBundle same = Sets.shipped("same", "1.0.0", "f");
    private final SetBundle gone = Sets.shipped("gone", "1.0.0", "f");
    private final SetBundle added = Sets.deployed("added", "1.0.0", "f");
    private final SetBundle higher = Sets.deployed("up", "1.10.0", "f");
    private final SetBundle lower = Sets.deployed("down", "1.9.0", "f");

    private final Plan plan = new Plan(
            Sets.set(1, 0, same, Sets.shipped("up", "1.9.0", "f"), Sets.shipped("down", "1.10.0", "f"), gone),
            Sets.set(2, 1, same, higher, lower, added));

    @Test
    void tellsWhatBecomesOfWhichBundle() {
        assertThat(plan.updated()).containsExactly(higher, lower);
        assertThat(plan.added()).containsExactly(added);
        assertThat(plan.removed()).containsExactly(gone);
        assertThat(plan.isEmpty()).isFalse();
        assertThat(plan.changes())
                .containsExactly(
                        new Change("up", Optional.of("1.9.0"), Optional.of("1.10.0")),
                        new Change("down", Optional.of("1.10.0"), Optional.of("1.9.0")),
                        new Change("added", Optional.empty(), Optional.of("1.0.0")),
                        new Change("gone", Optional.of("1.0.0"), Optional.empty()));
    }

    @Test
    void namesWhatBecomesLower() {
        assertThat(plan.downgrades()).containsExactly("down 1.10.0 by 1.9.0");
    }

    @Test
    void otherBytesOfTheSameVersionAreAnUpdateAndNoDowngrade() {
        SetBundle other = new SetBundle(
                same.name(),
                same.version(),
                same.startLevel(),
                same.feature(),
                "0".repeat(64),
                Optional.empty(),
                same.location(),
                same.jar());
        Plan rebuilt = new Plan(Sets.set(1, 0, same), Sets.set(2, 1, other));
        assertThat(rebuilt.updated()).containsExactly(other);
        assertThat(rebuilt.downgrades()).isEmpty();
    }

    @Test
    void isEmptyIfBothHoldTheSame() {
        assertThat(new Plan(Sets.set(1, 0, same, gone), Sets.set(2, 1, same, gone)).isEmpty())
                .isTrue();
        assertThat(new Plan(Sets.set(1, 0, same), Sets.set(2, 1, same, gone)).isEmpty())
                .isFalse();
        assertThat(new Plan(Sets.set(1, 0, same, gone), Sets.set(2, 1, same)).isEmpty())
                .isFalse();
    }
}
