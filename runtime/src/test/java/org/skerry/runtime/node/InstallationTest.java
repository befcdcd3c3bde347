// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skerry.upgrade.set.BundleSet;
import org.skerry.upgrade.set.SetBundle;
import org.skerry.upgrade.set.SetStore;

/** Which bundles a home holds at a start. */
class InstallationTest {

    @TempDir
    Path folder;

    private TestDistribution distribution;
    private NodeHome home;
    private SetStore store;

    @BeforeEach
    void setUp() throws IOException {
        distribution = TestDistribution.in(folder.resolve("dist"))
                .feature("framework", "log:1.0.0")
                .feature("node", "core:1.0.0", "peer:1.0.0")
                .feature("extra", "extra:1.0.0");
        home = new NodeHome(folder.resolve("home"));
        store = SetStore.of(home.folder());
    }

    private BundleSet start(String features) throws NodeException {
        try {
            Files.createDirectories(home.etc());
            Files.writeString(home.etc().resolve("node.properties"), "skerry.features = " + features + "\n");
        } catch (IOException e) {
            throw new NodeException("no settings", e);
        }
        return new Installation(distribution.shipped(), home).current();
    }

    private List<String> titles(String features) throws NodeException {
        return start(features).bundles().stream().map(SetBundle::title).toList();
    }

    /** Commits a set with some bundles in place of those of the same name, or after all. */
    private BundleSet deploy(SetBundle... bundles) throws IOException {
        BundleSet from = store.current().orElseThrow();
        List<SetBundle> all = new ArrayList<>(from.bundles());
        for (SetBundle bundle : bundles) {
            int at = all.stream().map(SetBundle::name).toList().indexOf(bundle.name());
            if (at < 0) {
                all.add(bundle);
            } else {
                all.set(at, bundle);
            }
        }
        return commit(from, all);
    }

    private BundleSet commit(BundleSet from, List<SetBundle> bundles) throws IOException {
        BundleSet next = new BundleSet(
                store.unused(), OptionalLong.of(from.id()), Instant.EPOCH, from.named(), from.distribution(), bundles);
        store.write(next);
        store.commit(next.id());
        return next;
    }

    private SetBundle deployed(String name, String version, String feature) throws IOException {
        return TestDistribution.deployed(store, name, version, feature);
    }

    @Test
    void aNewHomeHoldsWhatWasShippedAndNamed() throws Exception {
        BundleSet set = start("node, framework");
        assertThat(set.bundles())
                .extracting(SetBundle::title)
                .as("what all stands on comes first")
                .containsExactly("log 1.0.0", "core 1.0.0", "peer 1.0.0");
        assertThat(set.bundles()).extracting(SetBundle::startLevel).containsExactly(1, 5, 5);
        assertThat(set.bundles())
                .extracting(SetBundle::location)
                .containsExactly("feature:org:log", "feature:org:core", "feature:org:peer");
        assertThat(set.named()).containsExactly("node", "framework");
        assertThat(set.before()).isEmpty();
        assertThat(store.current()).contains(set);
        for (SetBundle bundle : set.bundles()) {
            assertThat(store.jar(bundle, distribution.folder())).exists();
        }
    }

    @Test
    void theSameHomeIsNotWrittenAgain() throws Exception {
        BundleSet set = start("framework,node");
        assertThat(start("framework,node")).isEqualTo(set);
        BundleSet next = deploy(deployed("core", "2.0.0", "node"));
        assertThat(start("framework,node")).isEqualTo(next);
        assertThat(store.unused()).isEqualTo(3);
    }

    @Test
    void ofAnotherDistributionTheNewerBundlesAreTaken() throws Exception {
        start("framework,node");
        deploy(deployed("core", "2.0.0", "node"), deployed("peer", "2.0.0", "node"));
        distribution.feature("node", "core:1.9.0", "peer:2.0.1");
        BundleSet set = start("framework,node");
        assertThat(set.bundles()).extracting(SetBundle::title).containsExactly("log 1.0.0", "core 2.0.0", "peer 2.0.1");
        assertThat(set.bundle("core").orElseThrow().jar().shipped()).isFalse();
        assertThat(set.bundle("peer").orElseThrow().jar().shipped()).isTrue();
        assertThat(set.before()).as("the set that a rollback goes to").hasValue(2);
    }

    @Test
    void ofTheSameVersionWhatWasShippedIsTaken() throws Exception {
        start("framework,node");
        deploy(deployed("core", "2.0.0", "node"));
        distribution.feature("node", "core:2.0.0", "peer:1.0.0");
        assertThat(start("framework,node").bundle("core").orElseThrow().jar().shipped())
                .isTrue();
    }

    @Test
    void aBundleThatIsNoLongerShippedGoes() throws Exception {
        start("framework,node");
        distribution.feature("node", "core:1.0.0", "new:1.0.0");
        assertThat(titles("framework,node")).containsExactly("log 1.0.0", "core 1.0.0", "new 1.0.0");
    }

    @Test
    void aFeatureComesAndGoesAsItIsNamed() throws Exception {
        start("framework,node");
        assertThat(titles("framework,node,extra"))
                .containsExactly("log 1.0.0", "core 1.0.0", "peer 1.0.0", "extra 1.0.0");
        deploy(deployed("extra", "2.0.0", "extra"));
        assertThat(titles("framework,extra")).containsExactly("log 1.0.0", "extra 2.0.0");
        assertThat(titles("framework")).as("with what was deployed of it").containsExactly("log 1.0.0");
    }

    @Test
    void aFeatureThatWasDeployedSurvives() throws Exception {
        start("framework,node");
        deploy(deployed("plug", "1.0.0", "plugin"), deployed("single", "1.0.0", "single"));
        distribution.feature("node", "core:3.0.0");
        assertThat(titles("framework,node")).containsExactly("log 1.0.0", "core 3.0.0", "plug 1.0.0", "single 1.0.0");
        assertThat(titles("framework,node,plugin")).as("it may be named, too").contains("plug 1.0.0");
        assertThat(titles("framework,node")).as("and then be named no longer").doesNotContain("plug 1.0.0");
    }

    @Test
    void whatWasDeployedIsNewerWhateverFeatureBroughtIt() throws Exception {
        start("framework,node");
        deploy(deployed("extra", "2.0.0", "plugin"), deployed("peer", "2.0.0", "plugin"));
        distribution.feature("node", "core:1.0.0", "peer:1.5.0");
        assertThat(titles("framework,node,extra"))
                .containsExactly("log 1.0.0", "core 1.0.0", "peer 2.0.0", "extra 2.0.0");
    }

    @Test
    void aFeatureThatWasInstalledByCommandStaysAsLongAsItIsShipped() throws Exception {
        start("framework,node,extra");
        BundleSet with = store.current().orElseThrow();
        start("framework,node");
        deploy(with.bundle("extra").orElseThrow());
        distribution.feature("node", "core:3.0.0");
        assertThat(titles("framework,node")).containsExactly("log 1.0.0", "core 3.0.0", "extra 1.0.0");
        Files.delete(distribution.folder().resolve("features/extra.json"));
        assertThat(titles("framework,node")).containsExactly("log 1.0.0", "core 3.0.0");
    }

    @Test
    void aBundleThatIsShippedUnderAnotherNameTakesThePlaceOfTheOneDeployed() throws Exception {
        start("framework,node");
        deploy(deployed("old", "1.0.0", "plugin"));
        Path moved = distribution.folder().resolve("system/org/old/2.0.0/old-2.0.0.jar");
        TestDistribution.jar(moved, "renamed", "2.0.0");
        Files.writeString(
                distribution.folder().resolve("features/node.json"),
                "{\"id\":\"org:node:1\",\"bundles\":[{\"id\":\"org:old:2.0.0\"}]}");
        assertThat(titles("framework,node")).containsExactly("log 1.0.0", "renamed 2.0.0");
    }

    @Test
    void namesFileAndKeyOfAFeatureThatThereIsNotAlsoInAHomeThatHasASet() throws Exception {
        String where = home.etc().resolve("node.properties") + ": skerry.features: there is no feature 'none'";
        assertThatThrownBy(() -> start("framework,none"))
                .isInstanceOf(NodeException.class)
                .hasMessageStartingWith(where);
        BundleSet set = start("framework");
        assertThatThrownBy(() -> start("framework,none"))
                .isInstanceOf(NodeException.class)
                .hasMessageStartingWith(where);
        assertThat(store.current()).contains(set);
    }

    @Test
    void saysThatTheSetInForceIsDamaged() throws Exception {
        start("framework");
        Path file = store.folder().resolve("sets/1");
        Files.writeString(file, "nonsense");
        assertThatThrownBy(() -> start("framework"))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("the bundle set " + file + " cannot be read")
                .hasMessageContaining("remove it to go back to what was shipped");
        Files.delete(store.folder().resolve("current"));
        assertThat(titles("framework")).containsExactly("log 1.0.0");
    }
}
