// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PacksTest {

    /** The paths of each pack of a folder. */
    private static Set<List<String>> packs(int first) throws Exception {
        Set<List<String>> packs = new HashSet<>();
        Packs writer = new Packs(
                new byte[32],
                members -> packs.add(members.stream().map(Packs.Member::path).toList()));
        for (int number = first; number < 3000; number++) {
            String path = String.format("folder/file %05d", number);
            writer.reached(path);
            writer.add(new Packs.Member(number, path, 2_000 + number % 1_000));
        }
        writer.finish();
        return packs;
    }

    @Test
    void oneFileMoreAtTheFrontChangesThePacksUpToTheNextBoundary() throws Exception {
        Set<List<String>> before = packs(1);
        assertThat(before).hasSizeGreaterThan(30);
        Set<List<String>> after = packs(0);
        after.removeAll(before);
        assertThat(after).hasSizeBetween(1, 4);
    }

    @Test
    void noPackIsTooBigOrReachesIntoAnotherFolder() throws Exception {
        List<List<Packs.Member>> packs = new ArrayList<>();
        Packs writer = new Packs(new byte[32], packs::add);
        for (int number = 0; number < 600; number++) {
            String path = String.format("folder %02d/file %05d", number / 100, number);
            writer.reached(path);
            writer.add(new Packs.Member(number, path, 30_000));
        }
        writer.finish();
        assertThat(packs).hasSizeGreaterThan(70).allSatisfy(pack -> {
            assertThat(pack.stream().mapToInt(Packs.Member::size).sum()).isLessThanOrEqualTo(Packs.MAX_BYTES);
            assertThat(pack.stream().map(it -> it.path().substring(0, 9)).distinct())
                    .hasSize(1);
        });
        assertThat(packs.stream().mapToInt(List::size).sum()).isEqualTo(600);
    }
}
