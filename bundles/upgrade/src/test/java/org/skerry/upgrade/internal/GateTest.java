// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.skerry.api.admin.Upgrades.Change;
import org.skerry.api.admin.Upgrades.FeatureState;
import org.skerry.api.admin.Upgrades.Options;
import org.skerry.api.admin.Upgrades.Outcome;
import org.skerry.api.admin.Upgrades.Report;
import org.skerry.upgrade.TestJar;
import org.skerry.upgrade.set.BundleSet;
import org.skerry.upgrade.set.SetBundle;
import org.skerry.upgrade.set.SetStore;

/** The gate in front of a framework that runs, with bundles that are made for it. */
@Timeout(60)
class GateTest {

    private static final Options PLAIN = new Options(false, false);
    private static final Options DRY = new Options(true, false);
    private static final Options DOWN = new Options(false, true);
    private static final String EXPORT = "lib.api;version=1.0";

    @TempDir
    Path folder;

    private Path distribution;
    private SetStore store;
    private BundleSet first;
    private TestNode node;
    private Intake.Signers signers = (name, sha256, signature) -> Optional.empty();

    @BeforeEach
    void setUp() throws Exception {
        distribution = folder.resolve("dist");
        ship("svc", service("1.0.0"));
        ship("user", user());
        ship("part", part("1.0.0"));
        feature("node", "org:svc:1", "org:user:1");
        feature("more", "org:part:1");
        Shipped shipped = new Shipped(distribution, FeatureFiles.reader());
        first = new BundleSet(
                1,
                OptionalLong.empty(),
                Instant.EPOCH,
                List.of("node"),
                "the one",
                shipped.feature("node").bundles());
        store = SetStore.of(folder.resolve("home"));
        store.write(first);
        store.commit(1);
        node = start(first);
    }

    @AfterEach
    void tearDown() throws Exception {
        node.close();
    }

    private TestNode start(BundleSet set) throws Exception {
        return new TestNode(
                folder.resolve("home"),
                distribution,
                set,
                (name, sha256, signature) -> signers.check(name, sha256, signature));
    }

    private void ship(String name, TestJar jar) throws IOException {
        jar.write(distribution.resolve("system/org/" + name + "/1/" + name + "-1.jar"));
    }

    private void feature(String name, String... ids) throws IOException {
        Path file = distribution.resolve("features").resolve(name + ".json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, FeatureFiles.feature(name, ids));
    }

    private static TestJar service(String version) {
        return service(version, Activators.Serving.class);
    }

    private static TestJar service(String version, Class<?> activator) {
        return TestJar.bundle("svc", version).activator(activator).header("Export-Package", EXPORT);
    }

    private static TestJar user() {
        return TestJar.bundle("user", "1.0.0")
                .activator(Activators.Serving.class)
                .header("Import-Package", "org.osgi.framework,lib.api;version=\"[1,2)\"");
    }

    private static TestJar part(String version) {
        return TestJar.bundle("part", version)
                .activator(Activators.Ready.class)
                .header("Import-Package", "org.osgi.framework,org.skerry.api.admin");
    }

    private Path file(String name, TestJar jar) throws IOException {
        return jar.write(folder.resolve(name));
    }

    private static <T> T result(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(50, TimeUnit.SECONDS);
    }

    private Report deploy(Options options, TestJar jar, Consumer<String> steps) throws Exception {
        return result(node.gate.deploy(List.of(file("given.jar", jar)), options, steps));
    }

    private Report deploy(TestJar jar) throws Exception {
        return deploy(PLAIN, jar, step -> {});
    }

    private void refused(CompletionStage<Report> stage, String message) {
        assertThatThrownBy(() -> result(stage))
                .cause()
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(message);
    }

    private CompletionStage<Report> deploying(TestJar jar) throws IOException {
        return node.gate.deploy(List.of(file("given.jar", jar)), PLAIN, step -> {});
    }

    private List<String> kept() throws IOException {
        Path bundles = store.folder().resolve("bundles");
        if (Files.notExists(bundles)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(bundles)) {
            return all.map(it -> it.getFileName().toString()).toList();
        }
    }

    private void nothingHasChanged() throws IOException {
        assertThat(node.running()).containsExactly("svc 1.0.0", "user 1.0.0");
        assertThat(store.current()).contains(first);
        assertThat(store.next()).isEmpty();
    }

    @Test
    void swapsABundleAndWhatIsWiredToIt() throws Exception {
        List<String> steps = new ArrayList<>();
        Report report = deploy(PLAIN, service("2.0.0"), steps::add);
        assertThat(report.outcome()).as(report.message()).isEqualTo(Outcome.COMMITTED);
        assertThat(report.changes()).containsExactly(new Change("svc", Optional.of("1.0.0"), Optional.of("2.0.0")));
        assertThat(report.restarted()).containsExactly("user");
        assertThat(steps)
                .containsExactly(
                        "checking " + folder.resolve("given.jar"),
                        "resolving 2 bundles on trial",
                        "draining 2 bundles",
                        "swapping",
                        "probing");
        assertThat(node.running()).containsExactly("svc 2.0.0", "user 1.0.0");
        BundleSet current = store.current().orElseThrow();
        assertThat(current.id()).isEqualTo(2);
        assertThat(current.before()).hasValue(1);
        assertThat(current.bundle("svc").orElseThrow().location()).isEqualTo("feature:org:svc");
        assertThat(Files.readString(store.folder().resolve("audit.log")))
                .contains("deploying given.jar: svc 1.0.0 → 2.0.0, sha256 ")
                .contains("deploying given.jar: committed as set 2\n");
    }

    @Test
    void addsABundle() throws Exception {
        Report report = deploy(TestJar.bundle("new", "1.0.0").activator(Activators.Serving.class));
        assertThat(report.outcome()).as(report.message()).isEqualTo(Outcome.COMMITTED);
        assertThat(report.restarted()).isEmpty();
        assertThat(node.running()).containsExactly("new 1.0.0", "svc 1.0.0", "user 1.0.0");
    }

    @Test
    void startsABundleOfALevelThatTheNodeHasNotReached() throws Exception {
        assertThat(node.level()).isEqualTo(5);
        String feature = FeatureFiles.feature("late", "org:late:1")
                .replace("\"org:late:1\"}]", "\"org:late:1\",\"bundleStartLevel\":9}]");
        Report report = deploy(TestJar.zip()
                .entry("feature.json", feature)
                .entry(
                        "system/org/late/1/late-1.jar",
                        TestJar.bundle("late", "1.0.0")
                                .activator(Activators.Serving.class)
                                .bytes()));
        assertThat(report.outcome()).as(report.message()).isEqualTo(Outcome.COMMITTED);
        assertThat(node.running()).contains("late 1.0.0");
        assertThat(node.level()).isEqualTo(9);
    }

    @Test
    void takesBackABundleThatThrowsInItsActivator() throws Exception {
        Report report = deploy(service("2.0.0", Activators.Throwing.class));
        assertThat(report.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(report.message()).isEqualTo("starting svc 2.0.0 failed: out of order");
        nothingHasChanged();
        assertThat(Files.readString(store.folder().resolve("audit.log")))
                .contains("failed, and is taken back: starting svc 2.0.0 failed: out of order\n")
                .contains("set 1 runs again\n");
    }

    @Test
    void takesBackABundleThatHangsInItsActivator() throws Exception {
        Report report = deploy(service("2.0.0", Activators.Hanging.class));
        assertThat(report.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(report.message()).isEqualTo("starting svc 2.0.0 did not end within 2 s");
        nothingHasChanged();
    }

    @Test
    void takesBackABundleThatRegistersNothingThoughTheOldOneDid() throws Exception {
        Report report = deploy(service("2.0.0", Activators.Silent.class));
        assertThat(report.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(report.message()).isEqualTo("svc 2.0.0 did not register java.lang.Runnable within 2 s");
        nothingHasChanged();
    }

    @Test
    void takesBackABundleThatWasReadyBefore() throws Exception {
        result(node.gate.install("more", PLAIN, step -> {}));
        Report report = deploy(part("2.0.0"));
        assertThat(report.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(report.message()).isEqualTo("not ready again: part: it; within 2 s");
        assertThat(node.running()).contains("part 1.0.0");
    }

    @Test
    void refusesABundleThatLacksAnImport() throws Exception {
        refused(
                deploying(service("2.0.0").header("Import-Package", "org.osgi.framework,none.such;version=\"[3,4)\"")),
                "nothing was changed, for this does not resolve: svc 2.0.0: ");
        nothingHasChanged();
        assertThat(kept()).as("jars of what was refused").isEmpty();
    }

    @Test
    void refusesABundleWithoutWhichAnotherDoesNotResolve() throws Exception {
        refused(deploying(service("2.0.0").header("Export-Package", "lib.api;version=2.0")), "user 1.0.0: ");
        nothingHasChanged();
    }

    @Test
    void refusesALowerVersionUnlessItIsMeant() throws Exception {
        refused(deploying(service("0.9.0")), "this would replace svc 1.0.0 by 0.9.0, which is lower");
        nothingHasChanged();
        assertThat(deploy(DOWN, service("0.9.0"), step -> {}).outcome()).isEqualTo(Outcome.COMMITTED);
        assertThat(node.running()).contains("svc 0.9.0");
    }

    @Test
    void goesBackAndForth() throws Exception {
        refused(node.gate.rollback(PLAIN, step -> {}), "there is nothing to go back to");
        deploy(service("2.0.0"));
        Report back = result(node.gate.rollback(PLAIN, step -> {}));
        assertThat(back.outcome()).as(back.message()).isEqualTo(Outcome.COMMITTED);
        nothingHasChanged();
        assertThat(deploy(service("2.0.0")).outcome()).isEqualTo(Outcome.COMMITTED);
        assertThat(store.current().orElseThrow().id()).isEqualTo(3);
    }

    @Test
    void goesBackThoughTheJarOfWhatRunsWasLost() throws Exception {
        deploy(service("2.0.0"));
        Files.writeString(store.folder().resolve("bundles").resolve(kept().get(0)), "damaged");
        Report back = result(node.gate.rollback(PLAIN, step -> {}));
        assertThat(back.outcome()).as(back.message()).isEqualTo(Outcome.COMMITTED);
        nothingHasChanged();
    }

    @Test
    void doesNotGoBackToAnotherDistribution() throws Exception {
        SetBundle here = first.bundles().stream()
                .filter(it -> it.jar().shipped())
                .findFirst()
                .orElseThrow();
        SetBundle once = new SetBundle(
                here.name(),
                here.version(),
                here.startLevel(),
                here.feature(),
                "0".repeat(64),
                here.signer(),
                here.location(),
                here.jar());
        store.write(new BundleSet(1, OptionalLong.empty(), Instant.EPOCH, first.named(), "another one", List.of(once)));
        store.write(new BundleSet(
                2, OptionalLong.of(1), Instant.EPOCH, first.named(), first.distribution(), first.bundles()));
        store.commit(2);
        refused(node.gate.rollback(PLAIN, step -> {}), "of another distribution; start the node with that one instead");
    }

    @Test
    void oneChangeAtATime() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        CompletionStage<Report> change = node.gate.deploy(List.of(file("given.jar", service("2.0.0"))), PLAIN, step -> {
            begun.countDown();
            awaitQuietly(go);
        });
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        refused(node.gate.rollback(PLAIN, step -> {}), "another change is under way");
        refused(node.gate.install("more", PLAIN, step -> {}), "another change is under way");
        go.countDown();
        assertThat(result(change).outcome()).isEqualTo(Outcome.COMMITTED);
        assertThat(result(node.gate.rollback(PLAIN, step -> {})).outcome()).isEqualTo(Outcome.COMMITTED);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aNodeThatDiesInAnyStepStartsWithTheSetBefore() throws Exception {
        List<Long> inForce = new ArrayList<>();
        deploy(PLAIN, service("2.0.0"), step -> {
            try {
                inForce.add(store.current().orElseThrow().id());
                assertThat(store.next()).isEmpty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThat(inForce).containsExactly(1L, 1L, 1L, 1L, 1L);
        assertThat(store.current().orElseThrow().id()).isEqualTo(2);
    }

    @Test
    void goesOnWhenNobodyListensAnyMore() throws Exception {
        Report report = deploy(PLAIN, service("2.0.0"), step -> {
            if (!step.startsWith("checking")) {
                throw new IllegalStateException("gone");
            }
        });
        assertThat(report.outcome()).as(report.message()).isEqualTo(Outcome.COMMITTED);
    }

    @Test
    void anErrorEndsTheChangeAndNotTheGate() throws Exception {
        Intake.Signers before = signers;
        signers = (name, sha256, signature) -> {
            throw new StackOverflowError("deep");
        };
        assertThatThrownBy(() -> deploy(service("2.0.0"))).hasRootCauseInstanceOf(StackOverflowError.class);
        signers = before;
        assertThat(deploy(service("2.0.0")).outcome()).isEqualTo(Outcome.COMMITTED);
    }

    @Test
    void onlyTellsWhenNothingIsToChange() throws Exception {
        Report plan = deploy(DRY, service("2.0.0"), step -> {});
        assertThat(plan.outcome()).isEqualTo(Outcome.PLANNED);
        assertThat(plan.message()).isEqualTo("would be swapped");
        assertThat(plan.restarted()).containsExactly("user");
        nothingHasChanged();
        assertThat(kept()).as("jars of what was planned").isEmpty();
        assertThat(store.unused()).isEqualTo(2);
        assertThat(store.folder().resolve("audit.log")).doesNotExist();
    }

    @Test
    void doesNothingIfTheNodeHoldsItAlready() throws Exception {
        assertThat(deploy(service("1.0.0")).outcome()).isEqualTo(Outcome.UNCHANGED);
        nothingHasChanged();
    }

    @Test
    void installsAndRemovesFeaturesThatWereShipped() throws Exception {
        refused(node.gate.install("none", PLAIN, step -> {}), "there is no feature 'none'; there are more, node");
        refused(node.gate.install("node", PLAIN, step -> {}), "feature 'node' is installed already");
        refused(node.gate.remove("more", PLAIN, step -> {}), "feature 'more' is not installed; there are node");
        assertThat(node.gate.features())
                .containsExactly(new FeatureState("node", true, 2), new FeatureState("more", false, 0));

        assertThat(result(node.gate.install("more", PLAIN, step -> {})).outcome())
                .isEqualTo(Outcome.COMMITTED);
        assertThat(node.running()).containsExactly("part 1.0.0", "svc 1.0.0", "user 1.0.0");
        assertThat(node.gate.features()).contains(new FeatureState("more", true, 1));

        Report gone = result(node.gate.remove("more", PLAIN, step -> {}));
        assertThat(gone.outcome())
                .as("what it said of itself is not asked for: " + gone.message())
                .isEqualTo(Outcome.COMMITTED);
        assertThat(gone.changes()).containsExactly(new Change("part", Optional.of("1.0.0"), Optional.empty()));
        assertThat(node.bundle("part")).isEmpty();
    }

    @Test
    void stagesWhatCannotBeSwapped() throws Exception {
        TestJar jar = service("2.0.0").header("Skerry-Swap", "restart");
        assertThat(deploy(DRY, jar, step -> {}).message()).isEqualTo("would need a restart: svc");
        assertThat(store.next()).isEmpty();

        Report report = deploy(jar);
        assertThat(report.outcome()).isEqualTo(Outcome.STAGED);
        assertThat(report.message()).isEqualTo("svc: restart the node to try it");
        assertThat(node.running()).containsExactly("svc 1.0.0", "user 1.0.0");
        assertThat(store.current()).contains(first);
        assertThat(store.next().map(BundleSet::id)).contains(2L);
        assertThat(kept()).hasSize(1);
    }

    @Test
    void aStartThatTriesASetCommitsItIfItWorks() throws Exception {
        assertThat(result(node.gate.judge()).outcome()).isEqualTo(Outcome.UNCHANGED);
        deploy(service("2.0.0").header("Skerry-Swap", "restart"));
        node.close();
        BundleSet tried = store.tryNext().orElseThrow();
        node = start(tried);
        assertThat(result(node.gate.judge()).outcome()).isEqualTo(Outcome.COMMITTED);
        assertThat(store.current()).contains(tried);
        assertThat(store.trying()).isEmpty();
    }

    @Test
    void aStartThatTriesASetGoesBackIfItDoesNotWork() throws Exception {
        deploy(service("2.0.0").header("Skerry-Swap", "restart"));
        store.tryNext();
        refused(node.gate.judge(), "svc 2.0.0 was not installed within 2 s");
        assertThat(store.trying()).isEmpty();
        assertThat(store.current()).contains(first);
        assertThat(Files.readString(store.folder().resolve("audit.log"))).contains("set 2 does not work: svc 2.0.0");
    }
}
