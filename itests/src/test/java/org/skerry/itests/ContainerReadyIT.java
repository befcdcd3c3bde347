// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleRevision;
import org.skerry.api.admin.Readiness;

/** The shipped features come up, say that they are ready, and name what is missing when it is. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class ContainerReadyIT {

    @Inject
    private BundleContext context;

    @Configuration
    public Option[] node() {
        return new Option[] {
            ShippedNode.node(
                    Etc.LOOPBACK,
                    "framework",
                    "node",
                    "transport-direct",
                    "signaling-broadcast",
                    "store-file",
                    "store-memory",
                    "sync-rarest",
                    "sync-sequential",
                    "shell")
        };
    }

    @ProbeBuilder
    public TestProbeBuilder probe(TestProbeBuilder probe) {
        return ShippedNode.probe(probe);
    }

    @Test
    public void everyBundleStarts() {
        List<String> down = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            boolean fragment = (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
            if (!fragment && bundle.getState() != Bundle.ACTIVE) {
                down.add(bundle.getSymbolicName());
            }
        }
        assertEquals(List.of(), down);
    }

    @Test
    public void becomesReady() throws Exception {
        awaitReady();
    }

    @Test
    public void namesTheMissingTransportAndRecovers() throws Exception {
        awaitReady();
        Bundle transport = bundle("org.skerry.transport.direct");
        transport.stop();
        Eventually.holds("transport is missing", () -> missing().contains("transport"));
        transport.start();
        awaitReady();
    }

    @Test
    public void namesEachMissingProvider() throws Exception {
        awaitReady();
        stopAndStart("signaling", "org.skerry.signaling.broadcast");
        stopAndStart("strategy", "org.skerry.sync.rarest", "org.skerry.sync.sequential");
        stopAndStart("store", "org.skerry.store.file", "org.skerry.store.memory");
    }

    private void stopAndStart(String finding, String... names) throws Exception {
        for (String name : names) {
            bundle(name).stop();
        }
        Eventually.holds(finding + " is missing", () -> missing().contains(finding));
        for (String name : names) {
            bundle(name).start();
        }
        awaitReady();
    }

    @Test
    public void logsIntoItsHome() throws Exception {
        Path log = Path.of(context.getProperty("skerry.home"), "log", "skerry.log");
        Eventually.holds("a log", () -> Files.exists(log) && Files.size(log) > 0);
        String text = Files.readString(log);
        assertTrue(text, text.contains("This node is did:key:z6Mk"));
    }

    private void awaitReady() throws Exception {
        Eventually.holds("ready", () -> missing().isEmpty() && !findings().isEmpty());
    }

    private List<Readiness.Finding> findings() throws Exception {
        List<Readiness.Finding> all = new ArrayList<>();
        for (ServiceReference<Readiness> reference : context.getServiceReferences(Readiness.class, null)) {
            Readiness readiness = context.getService(reference);
            if (readiness != null) {
                all.addAll(readiness.findings());
                context.ungetService(reference);
            }
        }
        return all;
    }

    private List<String> missing() throws Exception {
        return findings().stream()
                .filter(finding -> !finding.ready())
                .map(Readiness.Finding::name)
                .toList();
    }

    private Bundle bundle(String symbolicName) {
        for (Bundle bundle : context.getBundles()) {
            if (symbolicName.equals(bundle.getSymbolicName())) {
                return bundle;
            }
        }
        throw new AssertionError("no bundle " + symbolicName);
    }
}
