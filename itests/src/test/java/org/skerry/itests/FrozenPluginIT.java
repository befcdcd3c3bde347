// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
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
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.skerry.api.ContentLink;
import org.skerry.api.FetchOptions;
import org.skerry.api.Skerry;
import org.skerry.api.Transfer;
import org.skerry.api.TransferResult;

/** A plugin that was compiled once, against the SPI of that day, goes on running; see the README beside its jar. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class FrozenPluginIT {

    private static final String FEATURES = "framework, node, store-memory, transport-direct";
    private static final String JAR = "skerry.itests.frozen";
    private static final String PLUGIN = "com.example.skerry.frozen";

    @Inject
    private Skerry skerry;

    @Inject
    private BundleContext context;

    @Configuration
    public Option[] node() throws Exception {
        String jar = FrozenPluginIT.class
                .getResource("/frozen/" + PLUGIN + "-1.0.0.jar")
                .toURI()
                .toString();
        return new Option[] {
            ShippedNode.node(Etc.LOOPBACK, FEATURES.split(",\\s*")),
            bundle(jar),
            systemProperty(JAR).value(jar)
        };
    }

    @ProbeBuilder
    public TestProbeBuilder probe(TestProbeBuilder probe) {
        return ShippedNode.probe(probe);
    }

    @Test
    public void findsPeersAndOrdersChunksForNodesThatHaveNothingElse() throws Exception {
        Path work = Files.createTempDirectory("skerry-frozen").toRealPath();
        Path shared = Files.createDirectory(work.resolve("shared"));
        Trees.random(shared.resolve("a file"), 1 << 20, 1);
        try (OtherNode other = OtherNode.start(Etc.LOOPBACK, FEATURES)) {
            other.context().installBundle(System.getProperty(JAR)).start();
            Path got = work.resolve("got");
            Transfer transfer = skerry.fetch(ContentLink.parse(other.share(shared)), FetchOptions.into(got));
            TransferResult result = transfer.ended().toCompletableFuture().get(60, TimeUnit.SECONDS);
            assertTrue(result + " " + transfer.status(), result instanceof TransferResult.Complete);
            assertEquals("", Trees.difference(shared, got));
        }
        assertOnlyProvider("org.skerry.spi.signaling.SignalingProvider");
        assertOnlyProvider("org.skerry.spi.sync.SyncStrategy");
    }

    private void assertOnlyProvider(String service) throws Exception {
        ServiceReference<?>[] found = context.getAllServiceReferences(service, null);
        assertEquals(1, found.length);
        assertEquals(PLUGIN, found[0].getBundle().getSymbolicName());
    }
}
