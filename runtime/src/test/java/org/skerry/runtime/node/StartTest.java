// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.skerry.upgrade.set.BundleSet;
import org.skerry.upgrade.set.SetBundle;
import org.skerry.upgrade.set.SetStore;

/** A start with a set that was staged. */
@Timeout(60)
class StartTest {

    private static final Map<String, String> FEATURES =
            Map.of(NodeHome.FEATURES, "framework", NodeFramework.RESTARTS, "true");

    @TempDir
    Path folder;

    private TestDistribution distribution;
    private NodeHome home;
    private SetStore store;
    private Installation installation;
    private BundleSet current;
    private BundleSet staged;

    @BeforeEach
    void setUp() throws Exception {
        distribution = TestDistribution.in(folder.resolve("dist")).feature("framework", "log:1.0.0");
        Files.writeString(distribution.folder().resolve("etc/node.properties"), "skerry.features = framework\n");
        home = new NodeHome(folder.resolve("home"));
        home.prepare(distribution.shipped());
        store = SetStore.of(home.folder());
        installation = new Installation(distribution.shipped(), home);
        current = installation.current();
        staged = stage(TestDistribution.deployed(store, "log", "2.0.0", "framework"));
    }

    private BundleSet stage(SetBundle... bundles) throws IOException {
        BundleSet set = new BundleSet(
                store.unused(),
                OptionalLong.of(current.id()),
                Instant.EPOCH,
                current.named(),
                current.distribution(),
                List.of(bundles));
        store.write(set);
        store.stage(set.id());
        return set;
    }

    private Optional<NodeFramework> tried(Boot boot) throws Exception {
        Map<String, String> properties = new HashMap<>(FEATURES);
        properties.put(Constants.FRAMEWORK_STORAGE, home.cache().toString());
        return new Start(installation, properties, (set, with) -> boot.with(set)).tried();
    }

    private interface Boot {
        NodeFramework with(BundleSet set) throws NodeException;
    }

    @Test
    void withoutASetToTryNothingIsStarted() throws Exception {
        store.tryNext();
        store.abandon();
        assertThat(tried(set -> {
                    throw new AssertionError("started " + set);
                }))
                .isEmpty();
    }

    @Test
    void aSetThatDoesNotStartIsTriedOnce() throws Exception {
        List<BundleSet> tried = new ArrayList<>();
        assertThat(tried(set -> {
                    tried.add(set);
                    assertThat(store.folder().resolve("trying")).hasContent(staged.id() + "\n");
                    throw new NodeException("no");
                }))
                .isEmpty();
        assertThat(tried).containsExactly(staged);
        assertThat(store.trying()).isEmpty();
        assertThat(store.current()).contains(current);
        assertThat(tried(set -> {
                    throw new AssertionError("started " + set);
                }))
                .isEmpty();
    }

    @Test
    void aTrialThatTheProcessDidNotSurviveIsNotRepeated() throws Exception {
        store.tryNext();
        assertThat(tried(set -> {
                    throw new AssertionError("started " + set);
                }))
                .isEmpty();
        assertThat(store.trying()).isEmpty();
        assertThat(store.current()).contains(current);
    }

    @Test
    void aNodeThatCannotStartWithTheSetStartsWithTheOneBefore() throws Exception {
        stage(
                TestDistribution.deployed(store, "log", "2.0.0", "framework"),
                TestDistribution.deployed(store, "gone", "1.0.0", "framework"));
        Files.delete(store.folder()
                .resolve("bundles")
                .resolve(store.next()
                        .orElseThrow()
                        .bundle("gone")
                        .orElseThrow()
                        .jar()
                        .path()));
        try (NodeFramework node = NodeFramework.start(distribution.shipped(), home, FEATURES)) {
            assertThat(version(node, "log")).isEqualTo("1.0.0");
            assertThat(store.trying()).isEmpty();
            assertThat(store.next()).isEmpty();
            assertThat(store.current()).contains(current);
        }
    }

    @Test
    void aNodeThatWorksWithTheSetGoesOnWithIt() throws Exception {
        var node = tried(set -> {
            NodeFramework started = boot();
            commit(set);
            return started;
        });
        assertThat(node).isPresent();
        assertThat(store.current()).contains(staged);
        node.get().close();
    }

    @Test
    void aNodeThatIsFoundNotToWorkIsStopped() throws Exception {
        List<NodeFramework> started = new ArrayList<>();
        assertThat(tried(set -> {
                    started.add(boot());
                    abandon();
                    return started.get(0);
                }))
                .isEmpty();
        assertThat(started.get(0).framework().getState()).isNotEqualTo(Bundle.ACTIVE);
        assertThat(store.current()).contains(current);
        started.get(0).close();
    }

    @Test
    void aNodeOfWhichNothingCanBeToldIsStopped() throws Exception {
        List<NodeFramework> started = new ArrayList<>();
        assertThatThrownBy(() -> tried(set -> {
                    started.add(boot());
                    abandon();
                    damage(store.folder().resolve("current"));
                    return started.get(0);
                }))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not name a set");
        assertThat(started.get(0).framework().getState()).isNotEqualTo(Bundle.ACTIVE);
        started.get(0).close();
    }

    private static void damage(Path file) throws NodeException {
        try {
            Files.writeString(file, "nonsense");
        } catch (IOException e) {
            throw new NodeException("not damaged", e);
        }
    }

    /** A node in another home: it matters only that it is one. */
    private NodeFramework boot() throws NodeException {
        return NodeFramework.start(distribution.shipped(), new NodeHome(folder.resolve("other")), FEATURES);
    }

    /** What the gate does when the set works. */
    private void commit(BundleSet set) throws NodeException {
        try {
            store.commit(set.id());
        } catch (IOException e) {
            throw new NodeException("no commit", e);
        }
    }

    /** What the gate does when it does not. */
    private void abandon() throws NodeException {
        try {
            store.abandon();
        } catch (IOException e) {
            throw new NodeException("not abandoned", e);
        }
    }

    private static String version(NodeFramework node, String name) {
        for (Bundle bundle : node.framework().getBundleContext().getBundles()) {
            if (name.equals(bundle.getSymbolicName())) {
                return bundle.getVersion().toString();
            }
        }
        return "none";
    }

    @Test
    void aSetThatWasStagedAndIsDamagedSaysWhatToDo() throws Exception {
        Files.writeString(store.folder().resolve("sets").resolve(String.valueOf(staged.id())), "nonsense");
        assertThatThrownBy(() -> NodeFramework.start(distribution.shipped(), home, FEATURES))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("cannot be read: it is damaged")
                .hasMessageContaining(store.folder().resolve("next") + ", or remove it to stay with the set in force");
        Files.delete(store.folder().resolve("next"));
        NodeFramework.start(distribution.shipped(), home, FEATURES).close();
    }
}
