// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.skerry.api.ChunkId;
import org.skerry.testkit.disk.DiskOperation;
import org.skerry.testkit.disk.DiskTrouble;

/** A version of a share whose place another one of the same root takes, or not. */
class ReplacedVersionTest extends FaultyDiskCase {

    private static final String REPLACED = ".replaced-";
    private static final DiskTrouble NOT_DROPPED =
            (what, path) -> what == DiskOperation.DELETE && path.toString().contains(REPLACED);

    private Path in() {
        return good.fileSystem().getPath("/in");
    }

    private ChunkId root() {
        return shared.link().root();
    }

    private List<Path> replaced() throws IOException {
        try (var all = Files.walk(good.fileSystem().getPath("/home/node/content/shares"))) {
            return all.filter(it -> it.getFileName().toString().startsWith(REPLACED))
                    .toList();
        }
    }

    private void damageReplaced() throws IOException {
        assertThat(replaced()).hasSize(1);
        good.flipBit(replaced().get(0).resolve("summary"), 3);
    }

    private void startAgain() throws IOException {
        good.trouble(DiskTrouble.NONE);
        sender.close();
        sender = open(good);
    }

    private static boolean isNotFirst(DiskOperation what, Path path) {
        String name = path.getFileName().toString();
        return what == DiskOperation.RENAME && (name.startsWith(".building-") || name.startsWith(REPLACED));
    }

    @Test
    void comesBackThoughItsSummaryIsDamagedWhenNoOtherTookItsPlace() throws Exception {
        good.trouble(ReplacedVersionTest::isNotFirst);
        assertThatThrownBy(() -> share(sender, in())).hasMessageContaining("Input/output error");
        damageReplaced();
        startAgain();
        assertThat(replaced()).isEmpty();
        assertThat(sender.reopenable()).containsExactly(root());
    }

    @Test
    void mayStayUntilTheNextStartAndIsDroppedThenThoughItIsDamaged() throws Exception {
        good.trouble(NOT_DROPPED);
        assertThat(share(sender, in()).link()).isEqualTo(shared.link());
        damageReplaced();
        startAgain();
        assertThat(replaced()).isEmpty();
        assertThat(sender.reopen(root()).toCompletableFuture().get()).isPresent();
    }

    @Test
    void isForgottenWithTheOneThatTookItsPlace() throws Exception {
        good.trouble(NOT_DROPPED);
        share(sender, in());
        assertThat(replaced()).hasSize(1);
        good.trouble(DiskTrouble.NONE);
        sender.forget(root());
        startAgain();
        assertThat(replaced()).isEmpty();
        assertThat(sender.reopenable()).isEmpty();
    }
}
