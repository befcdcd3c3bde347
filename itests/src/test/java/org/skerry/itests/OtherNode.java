// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.util.tracker.ServiceTracker;

/**
 * A second node in this JVM: a framework of its own, started by the shipped launcher, with classes of its own. So what it
 * offers can be called by reflection only, which also proves that nothing of Skerry is shared between the two.
 */
final class OtherNode implements AutoCloseable {

    private final AutoCloseable launcher;
    private final Framework framework;
    private final Path home;

    private OtherNode(AutoCloseable launcher, Framework framework, Path home) {
        this.launcher = launcher;
        this.framework = framework;
        this.home = home;
    }

    static OtherNode start(Map<String, String> etc, String features) throws Exception {
        ClassLoader loader = ClassLoader.getSystemClassLoader();
        Class<?> distribution = loader.loadClass("org.skerry.runtime.node.Distribution");
        Class<?> nodeHome = loader.loadClass("org.skerry.runtime.node.NodeHome");
        Class<?> launcher = loader.loadClass("org.skerry.runtime.node.NodeFramework");
        Path home = Files.createTempDirectory("skerry-other").toRealPath();
        Object shipped = distribution.getMethod("current").invoke(null);
        Object folder = nodeHome.getConstructor(Path.class).newInstance(home);
        nodeHome.getMethod("prepare", distribution).invoke(folder, shipped);
        for (Map.Entry<String, String> file : etc.entrySet()) {
            Files.writeString(home.resolve("etc").resolve(file.getKey()), file.getValue());
        }
        AutoCloseable node = (AutoCloseable) launcher.getMethod("start", distribution, nodeHome, Map.class)
                .invoke(null, shipped, folder, Map.of("skerry.features", features));
        return new OtherNode(node, (Framework) launcher.getMethod("framework").invoke(node), home);
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    Path home() {
        return home;
    }

    /** Shares a path and returns the link as text. */
    String share(Path path) throws Exception {
        Object skerry = skerry();
        Bundle api = bundle("org.skerry.api");
        Class<?> options = api.loadClass("org.skerry.api.ShareOptions");
        Method share = api.loadClass("org.skerry.api.Skerry").getMethod("share", List.class, options);
        Object stage =
                share.invoke(skerry, List.of(path), options.getField("DEFAULT").get(null));
        Object made = ((CompletionStage<?>) stage).toCompletableFuture().get(60, TimeUnit.SECONDS);
        return api.loadClass("org.skerry.api.Share")
                .getMethod("link")
                .invoke(made)
                .toString();
    }

    private Object skerry() throws InterruptedException {
        ServiceTracker<Object, Object> tracker = new ServiceTracker<>(context(), "org.skerry.api.Skerry", null);
        tracker.open(true);
        try {
            Object service = tracker.waitForService(10_000);
            if (service == null) {
                throw new AssertionError("the other node offers no Skerry service");
            }
            return service;
        } finally {
            tracker.close();
        }
    }

    Bundle bundle(String symbolicName) {
        for (Bundle bundle : context().getBundles()) {
            if (symbolicName.equals(bundle.getSymbolicName())) {
                return bundle;
            }
        }
        throw new AssertionError("no bundle " + symbolicName);
    }

    /** {@return number of services under a name} */
    int services(String name) throws Exception {
        ServiceReference<?>[] found = context().getAllServiceReferences(name, null);
        return found == null ? 0 : found.length;
    }

    @Override
    public void close() throws Exception {
        try {
            launcher.getClass().getMethod("close").invoke(launcher);
        } catch (InvocationTargetException e) {
            throw new AssertionError("the other node did not stop", e.getCause());
        }
    }
}
