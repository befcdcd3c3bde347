// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.skerry.upgrade.set.SetBundle;

/**
 * Resolves a set in a framework of its own, in which nothing is started: what is missing is known before the node is touched. It has
 * the same Java and the same launcher beneath it as the node.
 */
final class Trial {

    /** What decides which packages the framework itself exports. */
    private static final List<String> PACKAGES = List.of(
            Constants.FRAMEWORK_SYSTEMPACKAGES,
            Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
            Constants.FRAMEWORK_SYSTEMCAPABILITIES,
            Constants.FRAMEWORK_SYSTEMCAPABILITIES_EXTRA,
            Constants.FRAMEWORK_BOOTDELEGATION);

    /** As a directive of Fragment-Host. */
    private static final String EXTENSION = "extension:=";

    private static final long STOP_MILLIS = 30_000;

    private final FrameworkFactory factory;
    private final BundleContext node;
    private final Path folder;

    /**
     * Prepares.
     *
     * @param factory makes the framework
     * @param node whose Java and launcher count
     * @param folder for its storage; emptied
     */
    Trial(FrameworkFactory factory, BundleContext node, Path folder) {
        this.factory = factory;
        this.node = node;
        this.folder = folder;
    }

    /** Finds a jar. */
    @FunctionalInterface
    interface Jars {
        Path of(SetBundle bundle) throws IOException;
    }

    /**
     * Resolves.
     *
     * @param bundles of the set
     * @param jars of the bundles
     * @return for each bundle that does not resolve a line for people; none if all do
     * @throws RefusedException if a jar is no bundle for the framework
     * @throws IOException if a jar cannot be read, or there is no room for the trial
     */
    List<String> missing(List<SetBundle> bundles, Jars jars) throws RefusedException, IOException {
        Map<String, String> properties = properties();
        List<SetBundle> others = new ArrayList<>();
        for (SetBundle bundle : bundles) {
            if (!extended(jars.of(bundle), properties)) {
                others.add(bundle);
            }
        }
        Framework framework = factory.newFramework(properties);
        try {
            framework.init();
            List<Bundle> installed = new ArrayList<>();
            for (SetBundle bundle : others) {
                installed.add(install(framework, bundle, jars.of(bundle)));
            }
            framework.adapt(FrameworkWiring.class).resolveBundles(installed);
            List<String> out = new ArrayList<>();
            for (Bundle bundle : installed) {
                if (bundle.getState() == Bundle.INSTALLED && !isFragment(bundle)) {
                    out.add(why(bundle));
                }
            }
            return out;
        } catch (BundleException e) {
            throw new IOException("the framework for the trial does not come up: " + e.getMessage(), e);
        } finally {
            end(framework);
        }
    }

    private Map<String, String> properties() {
        Map<String, String> out = new HashMap<>();
        for (String key : PACKAGES) {
            String value = node.getProperty(key);
            if (value != null) {
                out.put(key, value);
            }
        }
        out.put(Constants.FRAMEWORK_STORAGE, folder.toString());
        out.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        out.put("felix.log.level", "0");
        return out;
    }

    /**
     * An extension of the framework runs as soon as it is installed, and in all frameworks of the process at once. Here it is only said to
     * be there.
     */
    private static boolean extended(Path jar, Map<String, String> properties) throws IOException {
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            Attributes headers = file.getManifest().getMainAttributes();
            String host = headers.getValue(Constants.FRAGMENT_HOST);
            if (host == null || !host.contains(EXTENSION)) {
                return false;
            }
            add(properties, Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, headers.getValue(Constants.EXPORT_PACKAGE));
            add(
                    properties,
                    Constants.FRAMEWORK_SYSTEMCAPABILITIES_EXTRA,
                    headers.getValue(Constants.PROVIDE_CAPABILITY));
            return true;
        }
    }

    private static void add(Map<String, String> properties, String key, @Nullable String more) {
        if (more != null) {
            properties.merge(key, more, (old, now) -> old + "," + now);
        }
    }

    private static Bundle install(Framework framework, SetBundle bundle, Path jar)
            throws RefusedException, IOException {
        try (InputStream in = Files.newInputStream(jar)) {
            return framework.getBundleContext().installBundle(bundle.location(), in);
        } catch (BundleException e) {
            throw new RefusedException(bundle.title() + " cannot be installed: " + e.getMessage(), e);
        }
    }

    static boolean isFragment(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision != null && (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    }

    /** To load a class has a bundle resolved, and what fails says why; in a framework that is not started, to start one does not. */
    private static String why(Bundle bundle) {
        String name = bundle.getSymbolicName() + " " + bundle.getVersion();
        try {
            bundle.loadClass("none.of.that.Name");
            return name + " does not resolve";
        } catch (ClassNotFoundException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return name + ": " + String.valueOf(cause.getMessage()).strip().replaceAll("\\s+", " ");
        }
    }

    private void end(Framework framework) throws IOException {
        try {
            framework.stop();
            framework.waitForStop(STOP_MILLIS);
            Folders.delete(folder);
        } catch (BundleException e) {
            throw new IOException("the framework for the trial does not end: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
