// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.node;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.feature.FeatureService;
import org.skerry.upgrade.set.BundleSet;
import org.skerry.upgrade.set.SetBundle;
import org.skerry.upgrade.set.SetStore;

/**
 * A running node. Which bundles it holds is told by {@link Installation}; they are installed under a location without version, so
 * that a newer one is an update. Feature {@code framework} starts first, so that configuration is there before the components it is
 * for. A bundle of a higher start level, which its feature file may name, starts later and stops earlier than the others.
 */
public final class NodeFramework implements AutoCloseable {

    /** The reader of feature files, which bundles may use; its version is that of the package in the Compendium. */
    private static final String READER = "org.osgi.service.feature;version=1.0.0";

    /** Framework property: a node that was stopped for an upgrade is started again. Only such a start tries what was staged. */
    public static final String RESTARTS = "skerry.restarts";

    private static final int FIRST_LEVEL = 1;
    private static final long STOP_SECONDS = 20;

    private final Framework framework;
    private final Closeable lock;

    private List<String> notes = List.of();

    private NodeFramework(Framework framework, Closeable lock) {
        this.framework = framework;
        this.lock = lock;
    }

    /** {@return what people should know of this start, one line each} */
    public List<String> notes() {
        return notes;
    }

    NodeFramework noting(List<String> what) {
        notes = List.copyOf(what);
        return this;
    }

    /**
     * Starts a node in a home and returns when all its bundles have started.
     *
     * @param distribution what to start
     * @param home where
     * @param overrides framework properties that win over those of {@code etc/node.properties}
     * @return the running node
     * @throws NodeException if it cannot be started; nothing is left running then
     */
    public static NodeFramework start(Distribution distribution, NodeHome home, Map<String, String> overrides)
            throws NodeException {
        home.prepare(distribution);
        Closeable lock = home.lock();
        NodeFramework node = null;
        boolean up = false;
        try {
            Map<String, String> properties = properties(home, overrides);
            properties.put(Distribution.PROPERTY, distribution.folder().toString());
            Installation installation = new Installation(distribution, home);
            List<String> features = NodeHome.names(properties.getOrDefault(NodeHome.FEATURES, ""));
            node = new Start(
                            installation,
                            properties,
                            (set, with) -> booted(installation, installation.forThisRun(set, features), with, lock))
                    .run();
            up = true;
            return node;
        } catch (IOException e) {
            throw home.failed("the framework cannot start: " + e.getMessage(), e);
        } finally {
            if (!up) {
                abandon(node, lock);
            }
        }
    }

    /** Boots a set; nothing is left running if it does not start. */
    static NodeFramework booted(
            Installation installation, BundleSet set, Map<String, String> properties, Closeable lock)
            throws NodeException {
        NodeFramework node = new NodeFramework(factory().newFramework(properties), lock);
        boolean up = false;
        try {
            node.boot(set, installation.distribution(), installation.store());
            up = true;
            return node;
        } catch (BundleException | IOException | RuntimeException e) {
            throw installation.home().failed("the framework cannot start: " + e.getMessage(), e);
        } finally {
            if (!up) {
                node.stop();
            }
        }
    }

    private static void abandon(NodeFramework node, Closeable lock) throws NodeException {
        if (node != null) {
            node.close();
            return;
        }
        try {
            lock.close();
        } catch (IOException e) {
            throw new NodeException("cannot release the home: " + e.getMessage(), e);
        }
    }

    private static FrameworkFactory factory() {
        return ServiceLoader.load(FrameworkFactory.class, NodeFramework.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("org.apache.felix.framework is not on the class path"));
    }

    private static Map<String, String> properties(NodeHome home, Map<String, String> overrides) throws NodeException {
        Map<String, String> properties = new HashMap<>();
        properties.put(NodeHome.PROPERTY, home.folder().toString());
        properties.put(Constants.FRAMEWORK_STORAGE, home.cache().toString());
        properties.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        properties.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, String.valueOf(FIRST_LEVEL));
        properties.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, READER);
        properties.put("felix.fileinstall.dir", home.etc().toString());
        properties.put("felix.fileinstall.filter", ".*\\.cfg");
        properties.put("felix.fileinstall.poll", "1000");
        properties.put("felix.fileinstall.configEncoding", "UTF-8");
        properties.put("felix.fileinstall.noInitialDelay", "true");
        properties.put("felix.fileinstall.enableConfigSave", "false");
        properties.put(
                "felix.fileinstall.tmpdir", home.cache().resolve("fileinstall").toString());
        properties.put("felix.fileinstall.log.level", "2");
        properties.put("felix.log.level", "0"); // its errors come as framework events, which the log service writes
        properties.put("gosh.args", "--noshutdown --nointeractive");
        Properties settings = home.settings();
        settings.stringPropertyNames()
                .forEach(key -> properties.put(key, settings.getProperty(key).strip()));
        properties.putAll(overrides);
        return properties;
    }

    private void boot(BundleSet set, Distribution distribution, SetStore store)
            throws BundleException, IOException, NodeException {
        framework.init();
        offerToBundles();
        List<Bundle> bundles = new ArrayList<>();
        int highest = FIRST_LEVEL;
        for (SetBundle bundle : set.bundles()) {
            bundles.add(install(bundle, store.jar(bundle, distribution.folder())));
            highest = Math.max(highest, bundle.startLevel());
        }
        framework.start();
        for (Bundle bundle : bundles) {
            start(bundle);
        }
        reach(highest);
        requireStarted(bundles);
    }

    /** What is on the class path of the launcher, and the gate needs: another framework to try a set in, the reader of feature files. */
    private void offerToBundles() {
        BundleContext context = framework.getBundleContext();
        context.registerService(FrameworkFactory.class, factory(), null);
        context.registerService(FeatureService.class, Distribution.reader(), null);
    }

    private Bundle install(SetBundle bundle, Path jar) throws BundleException, IOException {
        try (InputStream in = Files.newInputStream(jar)) {
            Bundle installed = framework.getBundleContext().installBundle(bundle.location(), in);
            installed.adapt(BundleStartLevel.class).setStartLevel(bundle.startLevel());
            return installed;
        }
    }

    /** Marks a bundle to be started when its start level is reached. */
    private static void start(Bundle bundle) throws BundleException {
        if (!isFragment(bundle)) {
            bundle.start();
        }
    }

    private static boolean isFragment(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision != null && (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    }

    private static void requireStarted(List<Bundle> bundles) throws NodeException {
        List<String> failed = new ArrayList<>();
        for (Bundle bundle : bundles) {
            if (!isFragment(bundle) && bundle.getState() != Bundle.ACTIVE) {
                failed.add(bundle.getSymbolicName() + " (" + whyNot(bundle) + ")");
            }
        }
        if (!failed.isEmpty()) {
            throw new NodeException("these bundles cannot start: " + String.join("; ", failed));
        }
    }

    private static String whyNot(Bundle bundle) {
        try {
            bundle.start();
            return "started late";
        } catch (BundleException e) {
            return e.getMessage();
        }
    }

    private void reach(int level) throws NodeException {
        var reached = new CountDownLatch(1);
        framework.adapt(FrameworkStartLevel.class).setStartLevel(level, event -> {
            if (event.getType() == FrameworkEvent.STARTLEVEL_CHANGED) {
                reached.countDown();
            }
        });
        try {
            if (!reached.await(60, TimeUnit.SECONDS)) {
                throw new NodeException("the bundles did not start within 60 s; see the log in " + NodeHome.PROPERTY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NodeException("interrupted while starting", e);
        }
    }

    /** {@return the framework} */
    public Framework framework() {
        return framework;
    }

    /**
     * Waits until the node has stopped, whoever stops it.
     *
     * @throws InterruptedException if interrupted
     */
    public void awaitStop() throws InterruptedException {
        framework.waitForStop(0);
    }

    /** Stops the node, waits for that at most 20 s, and gives its home back. */
    @Override
    public void close() throws NodeException {
        stop();
        try {
            lock.close();
        } catch (IOException e) {
            throw new NodeException("the node did not give its home back: " + e.getMessage(), e);
        }
    }

    /** Stops the framework, and keeps the home. */
    void stop() throws NodeException {
        try {
            framework.stop();
            framework.waitForStop(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
        } catch (BundleException e) {
            throw new NodeException("the node did not stop cleanly: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
