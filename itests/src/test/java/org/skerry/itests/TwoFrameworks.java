// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
import org.skerry.api.ContentLink;
import org.skerry.api.FetchOptions;
import org.skerry.api.Skerry;
import org.skerry.api.Transfer;
import org.skerry.api.TransferResult;
import org.skerry.api.TransferStatus;

/**
 * Two frameworks in one JVM: the second shares, the first fetches over broadcast signaling and one transport, while strategy,
 * transport and store are swapped.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public abstract class TwoFrameworks {

    private static final String OTHERS =
            "framework, node, signaling-broadcast, store-memory, sync-rarest, sync-sequential";
    private static final long SIZE = 48 << 20;

    private final String transport;
    private final String features;

    @Inject
    private Skerry skerry;

    @Inject
    private BundleContext context;

    /** @param transport name of the transport to be used; its feature and its bundle are called after it */
    TwoFrameworks(String transport) {
        this.transport = transport;
        this.features = OTHERS + ", transport-" + transport;
    }

    @Configuration
    public Option[] node() {
        return new Option[] {ShippedNode.node(Etc.LOOPBACK, features.split(",\\s*"))};
    }

    @ProbeBuilder
    public TestProbeBuilder probe(TestProbeBuilder probe) {
        return ShippedNode.probe(probe);
    }

    @Test
    public void fetchesFromASecondFramework() throws Exception {
        Path work = Files.createTempDirectory("skerry-two").toRealPath();
        Path shared = Files.createDirectory(work.resolve("shared"));
        Trees.random(shared.resolve("big.bin"), 4 << 20, 1);
        for (int i = 0; i < 100; i++) {
            Trees.random(shared.resolve("small/file " + i), 100L * i, i);
        }
        try (OtherNode other = OtherNode.start(Etc.LOOPBACK, features)) {
            Path got = work.resolve("got");
            Transfer transfer = skerry.fetch(ContentLink.parse(other.share(shared)), FetchOptions.into(got));
            assertComplete(transfer);
            assertEquals("", Trees.difference(shared, got));
        }
    }

    @Test
    public void completesWhileTheStrategyIsReplaced() throws Exception {
        Bundle rarest = bundle("org.skerry.sync.rarest");
        Bundle sequential = bundle("org.skerry.sync.sequential");
        fetchWhile(() -> {
            rarest.stop();
            rarest.start();
            sequential.stop();
            rarest.stop();
            sequential.start();
            rarest.start();
            sequential.update(Versions.jar("org.skerry.sync.sequential", "0.1.1"));
            rarest.update(Versions.jar("org.skerry.sync.rarest", "0.1.1"));
        });
        assertEquals("0.1.1", rarest.getVersion().toString());
    }

    @Test
    public void completesWhileTheTransportIsUpdated() throws Exception {
        String name = "org.skerry.transport." + transport;
        Bundle bundle = bundle(name);
        fetchWhile(() -> bundle.update(Versions.jar(name, "0.1.1")));
        assertEquals("0.1.1", bundle.getVersion().toString());
    }

    @Test
    public void completesWhileStoreAndSignalingComeAndGo() throws Exception {
        Bundle store = bundle("org.skerry.store.memory");
        Bundle signaling = bundle("org.skerry.signaling.broadcast");
        fetchWhile(() -> {
            store.stop();
            signaling.stop();
            store.start();
            signaling.start();
        });
    }

    /** Fetches at a limited rate, and does something in the middle of it. */
    private void fetchWhile(Change change) throws Exception {
        Path work = Files.createTempDirectory("skerry-swap").toRealPath();
        Path shared = Files.createDirectory(work.resolve("shared"));
        Trees.random(shared.resolve("big.bin"), SIZE, System.nanoTime());
        Map<String, String> etc = new HashMap<>(Etc.LOOPBACK);
        etc.put("org.skerry.exchange.cfg", "node.up = " + (SIZE / 4) + "\n");
        try (OtherNode other = OtherNode.start(etc, features)) {
            Path got = work.resolve("got");
            Transfer transfer = skerry.fetch(ContentLink.parse(other.share(shared)), FetchOptions.into(got));
            AtomicBoolean changed = new AtomicBoolean();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (!changed.get() && System.nanoTime() < deadline) {
                TransferStatus status = transfer.status();
                assertTrue(status.toString(), status.state() != TransferStatus.State.COMPLETE);
                if (status.bytesTotal() > 0 && status.bytesDone() > status.bytesTotal() / 4) {
                    change.run();
                    changed.set(true);
                }
                TimeUnit.MILLISECONDS.sleep(5);
            }
            assertTrue("not a quarter after 60 s: " + transfer.status(), changed.get());
            assertComplete(transfer);
            assertEquals("", Trees.difference(shared, got));
            assertNothingTwice(transfer.status());
        }
    }

    private static void assertNothingTwice(TransferStatus status) throws IOException {
        List<String> taken = Taken.of(Path.of(System.getProperty("skerry.home")));
        assertTrue("only " + taken.size() + " logged of " + status, taken.size() >= status.chunksTotal());
        assertEquals("verified chunks came twice: " + status, Set.of(), Taken.repeated(taken));
    }

    private static void assertComplete(Transfer transfer) throws Exception {
        TransferResult result = transfer.ended().toCompletableFuture().get(90, TimeUnit.SECONDS);
        assertTrue(result + " " + transfer.status(), result instanceof TransferResult.Complete);
    }

    private Bundle bundle(String symbolicName) {
        for (Bundle bundle : context.getBundles()) {
            if (List.of(symbolicName).contains(bundle.getSymbolicName())) {
                return bundle;
            }
        }
        throw new AssertionError("no bundle " + symbolicName);
    }

    private interface Change {
        void run() throws Exception;
    }
}
