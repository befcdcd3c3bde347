// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.set;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.skerry.testkit.disk.FaultyDisk;

/** What a start finds when the power went, or the process died, in each step of a change. */
class SetStorePowerTest {

    private static final int STEPS = 60;
    private static final int SEEDS = 5;

    private final BundleSet old = set(1, 0);
    private final BundleSet next = set(2, 1);

    private static BundleSet set(long id, long before) {
        return Sets.set(id, before, Sets.deployed("a", id + ".0.0", "node"), Sets.deployed("b", id + ".0.0", "node"));
    }

    private interface Story {
        void tell(SetStore store) throws IOException;
    }

    private static FaultyDisk disk() throws IOException {
        return FaultyDisk.around(Jimfs.newFileSystem(Configuration.unix().toBuilder()
                .setAttributeViews("basic", "owner", "posix", "unix")
                .build()));
    }

    private static void keep(SetStore store, BundleSet set) throws IOException {
        for (SetBundle bundle : set.bundles()) {
            Path part = store.folder().resolveSibling(bundle.name() + ".part");
            Files.writeString(part, bundle.name() + bundle.version().toString());
            store.keep(part, bundle.sha256());
        }
        store.write(set);
    }

    /** Ends a story at every step, and looks at what is left: whole sets whose jars are there, and nothing that cannot be read. */
    private Set<String> ends(Story story, Consumer<FaultyDisk> end) throws IOException {
        Set<String> all = new TreeSet<>();
        for (int steps = 0; steps < STEPS; steps++) {
            FaultyDisk disk = disk();
            SetStore store = SetStore.of(disk.fileSystem().getPath("/home"));
            Files.createDirectories(store.folder());
            keep(store, old);
            store.commit(old.id());
            disk.sync();
            disk.offAfter(steps);
            try {
                story.tell(store);
            } catch (IOException e) {
                assertThat(e).hasStackTraceContaining("the machine is off");
            }
            end.accept(disk);
            all.add(state(store));
        }
        return all;
    }

    private static String state(SetStore store) throws IOException {
        OptionalLong trying = store.trying();
        Optional<BundleSet> tried = trying.isPresent() ? Optional.of(store.set(trying.getAsLong())) : Optional.empty();
        Optional<BundleSet> current = store.current();
        for (Optional<BundleSet> set : List.of(current, store.next(), tried)) {
            for (SetBundle bundle : set.map(BundleSet::bundles).orElse(List.of())) {
                assertThat(store.jar(bundle, Path.of("none"))).exists();
            }
        }
        return "current " + id(current) + ", next " + id(store.next()) + ", trying " + id(tried);
    }

    private static String id(Optional<BundleSet> set) {
        return set.map(it -> String.valueOf(it.id())).orElse("-");
    }

    private Set<String> ends(Story story) throws IOException {
        Set<String> all = ends(story, FaultyDisk::processDies);
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            all.addAll(ends(story, disk -> disk.losePower(random)));
        }
        return all;
    }

    @Test
    void aCommitIsDoneOrNot() throws IOException {
        assertThat(ends(store -> {
                    keep(store, next);
                    store.commit(next.id());
                }))
                .containsExactlyInAnyOrder("current 1, next -, trying -", "current 2, next -, trying -");
    }

    @Test
    void whatWasStagedIsTriedOrNot() throws IOException {
        assertThat(ends(store -> {
                    keep(store, next);
                    store.stage(next.id());
                    store.tryNext();
                }))
                .containsExactlyInAnyOrder(
                        "current 1, next -, trying -", "current 1, next 2, trying -", "current 1, next -, trying 2");
    }

    @Test
    void aTrialEndsWithTheOldOrTheNewSet() throws IOException {
        assertThat(ends(store -> {
                    keep(store, next);
                    store.stage(next.id());
                    store.tryNext();
                    store.commit(next.id());
                }))
                .containsExactlyInAnyOrder(
                        "current 1, next -, trying -",
                        "current 1, next 2, trying -",
                        "current 1, next -, trying 2",
                        "current 2, next -, trying 2",
                        "current 2, next -, trying -");
    }

    @Test
    void whatWasStagedDoesNotComeAfterAnotherSetThatWasCommitted() throws IOException {
        BundleSet other = set(3, 1);
        assertThat(ends(store -> {
                    keep(store, next);
                    store.stage(next.id());
                    keep(store, other);
                    store.commit(other.id());
                }))
                .contains("current 3, next -, trying -")
                .doesNotContain("current 3, next 2, trying -");
    }

    @Test
    void whatIsAbandonedIsNotTriedAgain() throws IOException {
        assertThat(ends(store -> {
                    keep(store, next);
                    store.stage(next.id());
                    store.tryNext();
                    store.abandon();
                    assertThat(store.tryNext()).isEmpty();
                }))
                .containsExactlyInAnyOrder(
                        "current 1, next -, trying -", "current 1, next 2, trying -", "current 1, next -, trying 2");
    }
}
