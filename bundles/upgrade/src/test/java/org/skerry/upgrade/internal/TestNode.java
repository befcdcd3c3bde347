// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.skerry.upgrade.set.BundleSet;
import org.skerry.upgrade.set.SetBundle;
import org.skerry.upgrade.set.SetStore;

/** A framework that holds a set of bundles, and a gate to it. */
final class TestNode implements AutoCloseable {

    static final Duration WINDOW = Duration.ofSeconds(2);

    final SetStore store;
    final Framework framework;
    final Gate gate;
    private final Path distribution;

    /** Starts the set of a home. */
    TestNode(Path home, Path distribution, BundleSet set, Intake.Signers signers) throws BundleException, IOException {
        this.store = SetStore.of(home);
        this.distribution = distribution;
        FrameworkFactory factory = new FrameworkFactory();
        framework = factory.newFramework(Map.of(
                Constants.FRAMEWORK_STORAGE,
                home.resolve("cache").toString(),
                Constants.FRAMEWORK_STORAGE_CLEAN,
                Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT,
                Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                "org.skerry.api.admin",
                Constants.FRAMEWORK_BEGINNING_STARTLEVEL,
                "5",
                "felix.log.level",
                "0"));
        framework.start();
        List<Bundle> bundles = new ArrayList<>();
        for (SetBundle bundle : set.bundles()) {
            bundles.add(install(bundle));
        }
        for (Bundle bundle : bundles) {
            bundle.start();
        }
        Shipped shipped = new Shipped(distribution, FeatureFiles.reader());
        var context = framework.getBundleContext();
        gate = new Gate(
                new Gate.Tools(
                        context,
                        store,
                        new Intake(store, signers, shipped, () -> 1 << 20),
                        shipped,
                        new Trial(factory, context, home.resolve("trial")),
                        new Swap(context, set, this::jar, () -> WINDOW),
                        new Restart(context),
                        new Audit(store.folder(), Clock.systemUTC(), () -> 1 << 20),
                        () -> new Limits(WINDOW, WINDOW, false, 1 << 20, 1 << 20, Duration.ZERO)),
                Clock.systemUTC());
    }

    private Path jar(SetBundle bundle) throws IOException {
        return store.jar(bundle, distribution);
    }

    private Bundle install(SetBundle bundle) throws BundleException, IOException {
        try (InputStream in = Files.newInputStream(jar(bundle))) {
            Bundle installed = framework.getBundleContext().installBundle(bundle.location(), in);
            installed.adapt(BundleStartLevel.class).setStartLevel(bundle.startLevel());
            return installed;
        }
    }

    /** {@return the bundle of a name} */
    Optional<Bundle> bundle(String name) {
        for (Bundle bundle : framework.getBundleContext().getBundles()) {
            if (name.equals(bundle.getSymbolicName())) {
                return Optional.of(bundle);
            }
        }
        return Optional.empty();
    }

    /** {@return the versions of the bundles that run, in order of their names} */
    List<String> running() {
        List<String> out = new ArrayList<>();
        for (Bundle bundle : framework.getBundleContext().getBundles()) {
            if (bundle.getBundleId() != Constants.SYSTEM_BUNDLE_ID && bundle.getState() == Bundle.ACTIVE) {
                out.add(Swap.title(bundle));
            }
        }
        out.sort(null);
        return out;
    }

    int level() {
        return framework.adapt(FrameworkStartLevel.class).getStartLevel();
    }

    @Override
    public void close() throws BundleException, InterruptedException {
        gate.close();
        framework.stop();
        framework.waitForStop(WINDOW.toMillis() * 5);
    }
}
