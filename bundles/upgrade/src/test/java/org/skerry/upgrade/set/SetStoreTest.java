// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetStoreTest {

    @TempDir
    Path home;

    private SetStore store;

    @BeforeEach
    void setUp() {
        store = SetStore.of(home);
    }

    private static BundleSet set(long id, long before) {
        return Sets.set(id, before, Sets.deployed("a", "1.0." + id, "node"));
    }

    private void commit(BundleSet set) throws IOException {
        for (SetBundle bundle : set.bundles()) {
            keep(bundle);
        }
        store.write(set);
        store.commit(set.id());
    }

    /** Keeps a jar that holds what {@link Sets#deployed} says. */
    private Path keep(SetBundle bundle) throws IOException {
        Path part = Files.writeString(
                home.resolve("part"), bundle.name() + bundle.version().toString());
        assertThat(store.keep(part, bundle.sha256())).isEqualTo(bundle.jar());
        assertThat(part).doesNotExist();
        return jar(bundle);
    }

    private Path jar(SetBundle bundle) {
        return store.folder().resolve("bundles").resolve(bundle.jar().path());
    }

    private List<String> names(String folder) throws IOException {
        try (Stream<Path> all = Files.list(store.folder().resolve(folder))) {
            return all.map(it -> it.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aHomeBeginsWithNoSet() throws IOException {
        assertThat(store.current()).isEmpty();
        assertThat(store.next()).isEmpty();
        assertThat(store.trying()).isEmpty();
        assertThat(store.tryNext()).isEmpty();
        assertThat(store.abandon()).isEmpty();
        assertThat(store.unused()).isEqualTo(1);
    }

    @Test
    void aSetThatIsWrittenIsNotInForceBeforeItIsCommitted() throws IOException {
        commit(set(1, 0));
        store.write(set(2, 1));
        assertThat(store.current()).contains(set(1, 0));
        assertThat(store.set(2)).isEqualTo(set(2, 1));
        assertThat(store.unused()).isEqualTo(3);
        store.commit(2);
        assertThat(store.current()).contains(set(2, 1));
        assertThat(names("")).doesNotContain("current.part");
    }

    @Test
    void aStagedSetIsTriedOnceAndEndsWithACommit() throws IOException {
        commit(set(1, 0));
        store.write(set(2, 1));
        store.stage(2);
        assertThat(store.next()).contains(set(2, 1));
        assertThat(store.trying()).isEmpty();

        assertThat(store.tryNext()).contains(set(2, 1));
        assertThat(store.next()).isEmpty();
        assertThat(store.trying()).hasValue(2);
        assertThat(store.current()).contains(set(1, 0));

        store.commit(2);
        assertThat(store.trying()).isEmpty();
        assertThat(store.current()).contains(set(2, 1));
        assertThat(store.tryNext()).isEmpty();
    }

    @Test
    void aTrialThatIsAbandonedLeavesTheSetBefore() throws IOException {
        commit(set(1, 0));
        store.write(set(2, 1));
        store.stage(2);
        store.tryNext();
        assertThat(store.abandon()).hasValue(2);
        assertThat(store.trying()).isEmpty();
        assertThat(store.tryNext()).isEmpty();
        assertThat(store.current()).contains(set(1, 0));
    }

    @Test
    void whatWasStagedIsForgottenWhenAnotherSetIsCommitted() throws IOException {
        commit(set(1, 0));
        store.write(set(2, 1));
        store.stage(2);
        commit(set(3, 1));
        assertThat(store.tryNext()).isEmpty();
        assertThat(store.current()).contains(set(3, 1));
    }

    @Test
    void tellsOfARestartOnce() throws IOException {
        assertThat(store.takeRestart()).isFalse();
        store.askRestart();
        assertThat(store.takeRestart()).isTrue();
        assertThat(store.takeRestart()).isFalse();
    }

    @Test
    void keepsEightSetsAndWhatTheyName() throws IOException {
        for (int id = 1; id <= 12; id++) {
            commit(set(id, id - 1));
        }
        assertThat(names("sets")).containsExactlyInAnyOrder("5", "6", "7", "8", "9", "10", "11", "12");
        assertThat(names("bundles"))
                .containsExactlyInAnyOrderElementsOf(Stream.iterate(5, it -> it + 1)
                        .limit(8)
                        .map(it -> set(it, 0).bundles().get(0).jar().path())
                        .toList());
    }

    @Test
    void keepsTheSetInForceAndTheOneBeforeItHoweverManyCameToNothing() throws IOException {
        commit(set(1, 0));
        commit(set(2, 1));
        for (int id = 3; id <= 20; id++) {
            store.write(set(id, 2));
        }
        store.prune();
        assertThat(store.current()).contains(set(2, 1));
        assertThat(store.set(1)).isEqualTo(set(1, 0));
        assertThat(jar(set(1, 0).bundles().get(0))).exists();

        commit(set(21, 2));
        assertThat(store.set(2)).isEqualTo(set(2, 1));
        assertThat(jar(set(2, 0).bundles().get(0))).exists();
        assertThat(names("sets")).containsExactlyInAnyOrder("2", "14", "15", "16", "17", "18", "19", "20", "21");
    }

    @Test
    void keepsWhatTheNextStartIsToTry() throws IOException {
        commit(set(1, 0));
        store.write(set(2, 1));
        Path staged = keep(set(2, 1).bundles().get(0));
        store.stage(2);
        for (int id = 3; id <= 20; id++) {
            store.write(set(id, 1));
        }
        store.prune();
        assertThat(store.tryNext()).contains(set(2, 1));
        store.prune();
        assertThat(store.set(2)).isEqualTo(set(2, 1));
        assertThat(staged).exists();
    }

    @Test
    void dropsJarsThatNoSetNames() throws IOException {
        commit(set(1, 0));
        Path refused = keep(Sets.deployed("refused", "1.0.0", "node"));
        store.prune();
        assertThat(refused).doesNotExist();
        assertThat(jar(set(1, 0).bundles().get(0))).exists();
    }

    @Test
    void commitsThoughAnOldSetIsDamaged() throws IOException {
        commit(set(1, 0));
        commit(set(2, 1));
        Files.writeString(store.folder().resolve("sets/1"), "nonsense");
        commit(set(3, 2));
        assertThat(store.current()).contains(set(3, 2));
        assertThat(jar(set(1, 0).bundles().get(0)))
                .as("it may be the damaged set's")
                .exists();
    }

    @Test
    void saysWhatToDoWhenCurrentIsDamaged() throws IOException {
        commit(set(1, 0));
        Path current = store.folder().resolve("current");
        for (String text : List.of("", "x", "1 2", "99999999999999999999")) {
            Files.writeString(current, text);
            assertThatThrownBy(() -> store.current())
                    .isInstanceOf(IOException.class)
                    .hasMessage(current + " does not name a set; write the number of one of the sets in "
                            + store.folder().resolve("sets") + " into " + current
                            + ", or remove it to go back to what was shipped");
        }
        Files.writeString(current, "9\n");
        assertThatThrownBy(() -> store.current())
                .hasMessageStartingWith(
                        "the bundle set " + store.folder().resolve("sets/9") + " is missing; write the");
        Files.write(current, new byte[2 << 20]);
        assertThatThrownBy(() -> store.current()).hasMessage(current + " is too long");
    }

    @Test
    void saysThatASetIsDamagedWhicheverByteIs() throws IOException {
        commit(set(1, 0));
        Path file = store.folder().resolve("sets/1");
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= (byte) 0x80;
            Files.write(file, damaged);
            assertThatThrownBy(() -> store.current())
                    .isInstanceOf(IOException.class)
                    .hasMessage("the bundle set " + file + " cannot be read: it is damaged, or not all of it is there;"
                            + " write the number of one of the sets in " + file.getParent() + " into "
                            + store.folder().resolve("current") + ", or remove it to go back to what was shipped");
        }
    }

    @Test
    void refusesADeployedJarThatHasChanged() throws IOException {
        SetBundle bundle = Sets.deployed("a", "1.0.0", "node");
        Path kept = keep(bundle);
        assertThat(store.jar(bundle, home)).isEqualTo(kept);

        Files.writeString(kept, "other");
        assertThatThrownBy(() -> store.jar(bundle, home))
                .hasMessage("bundle a 1.0.0 is not what was deployed: " + kept
                        + " has changed on the disk; deploy it again, or go back with 'skerry rollback'");
        keep(bundle);
        assertThat(store.jar(bundle, home)).as("deployed again").isEqualTo(kept);

        Files.delete(kept);
        assertThatThrownBy(() -> store.jar(bundle, home)).hasMessage("bundle a 1.0.0 is missing: " + kept);
    }

    @Test
    void keepsAJarOnce() throws IOException {
        SetBundle bundle = Sets.deployed("a", "1.0.0", "node");
        Path kept = keep(bundle);
        Object first = key(kept);
        keep(bundle);
        assertThat(key(kept)).as("a file that may be open is not replaced").isEqualTo(first);
        assertThat(names("bundles")).hasSize(1);
    }

    private static Object key(Path file) throws IOException {
        return String.valueOf(
                Files.readAttributes(file, BasicFileAttributes.class).fileKey());
    }

    @Test
    void findsAShippedJarInTheDistribution() throws IOException {
        SetBundle bundle = Sets.shipped("a", "1.0.0", "node");
        Path jar = home.resolve("system").resolve(bundle.jar().path());
        assertThatThrownBy(() -> store.jar(bundle, home)).hasMessage("bundle a 1.0.0 is missing: " + jar);
        Files.createDirectories(jar.getParent());
        Files.writeString(jar, "anything");
        assertThat(store.jar(bundle, home)).isEqualTo(jar);
    }
}
