// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.ProbeBuilder;
import org.ops4j.pax.exam.TestProbeBuilder;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;
import org.skerry.api.ContentLink;
import org.skerry.api.FetchOptions;
import org.skerry.api.Skerry;
import org.skerry.api.Transfer;
import org.skerry.api.TransferResult;

/** Two nodes with no signaling but the sample plugin, in two frameworks, which have a folder in common. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class SharedFolderIT {

    private static final String FEATURES = "framework, node, store-memory, sync-rarest, transport-direct";
    private static final String SIGNALING = "org.skerry.spi.signaling.SignalingProvider";
    private static final String PLUGIN = "com.example.skerry.sharedfolder";
    private static final String JAR = "skerry.itests.sample";
    private static final String FOLDER = "skerry.itests.folder";
    private static final long PATIENCE_SECONDS = 90;

    @Inject
    private Skerry skerry;

    @Inject
    private BundleContext context;

    @Configuration
    public Option[] node() throws IOException {
        String jar = SamplePlugin.built().jar().toUri().toString();
        String folder = Files.createTempDirectory("skerry-folder").toRealPath().toString();
        return new Option[] {
            ShippedNode.node(etc(folder), FEATURES.split(",\\s*")),
            bundle(jar),
            systemProperty(JAR).value(jar),
            systemProperty(FOLDER).value(folder)
        };
    }

    @ProbeBuilder
    public TestProbeBuilder probe(TestProbeBuilder probe) {
        return ShippedNode.probe(probe);
    }

    private static Map<String, String> etc(String folder) {
        Map<String, String> etc = new HashMap<>(Etc.LOOPBACK);
        etc.put(PLUGIN + "-it.cfg", "directory = " + folder + "\npoll.ms = 50\nskerry.signaling.scope = lan\n");
        return etc;
    }

    @Test
    public void nodesMeetThroughTheFolderAndFetch() throws Exception {
        String folder = System.getProperty(FOLDER);
        Path work = Files.createTempDirectory("skerry-two").toRealPath();
        Path shared = Files.createDirectory(work.resolve("shared"));
        Trees.random(shared.resolve("a file"), 1 << 20, 1);
        Trees.random(shared.resolve("folder/another"), 5000, 2);
        try (OtherNode other = OtherNode.start(etc(folder), FEATURES)) {
            other.context().installBundle(System.getProperty(JAR)).start();
            String link = other.share(shared);
            Path got = work.resolve("got");
            Transfer transfer = skerry.fetch(ContentLink.parse(link), FetchOptions.into(got));
            TransferResult result = transfer.ended().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertTrue(result + " " + transfer.status(), result instanceof TransferResult.Complete);
            assertEquals("", Trees.difference(shared, got));
            assertEquals(1, other.services(SIGNALING));
            assertEquals(1, context.getAllServiceReferences(SIGNALING, null).length);
        }
        try (Stream<Path> frames = Files.list(Path.of(folder))) {
            assertTrue("frames went through the folder", frames.findAny().isPresent());
        }
    }

    @Test
    public void leavesNoThreadAndNoClassLoaderWhenItIsRemoved() throws Exception {
        Eventually.holds("the node uses the plugin", SharedFolderIT::hasThread);
        WeakReference<ClassLoader> loader = remove();
        Eventually.holds("its thread is gone", () -> !hasThread());
        Eventually.holds("its class loader is collected", () -> {
            System.gc();
            return loader.refersTo(null);
        });
        context.installBundle(System.getProperty(JAR)).start(); // for the other test
    }

    private WeakReference<ClassLoader> remove() throws Exception {
        for (Bundle bundle : context.getBundles()) {
            if (PLUGIN.equals(bundle.getSymbolicName())) {
                var loader =
                        new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader());
                bundle.uninstall();
                context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
                        .adapt(FrameworkWiring.class)
                        .refreshBundles(List.of(bundle));
                return loader;
            }
        }
        throw new AssertionError("no bundle " + PLUGIN);
    }

    private static boolean hasThread() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("shared-folder"));
    }
}
