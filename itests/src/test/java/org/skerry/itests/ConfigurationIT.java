// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
import org.skerry.api.admin.Readiness;

/** What a running node does with files in {@code etc/} that someone edits. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class ConfigurationIT {

    private static final String TRANSPORT = "org.skerry.transport.direct.cfg";
    private static final String TWO = "bind = 127.0.0.1, 127.0.0.2\n";

    @Inject
    private BundleContext context;

    @Configuration
    public Option[] node() {
        return new Option[] {
            ShippedNode.node(
                    Map.of(TRANSPORT, TWO, "org.skerry.sync.rarest.cfg", "endgame.chunks = 8\n"),
                    "framework",
                    "node",
                    "transport-direct",
                    "signaling-broadcast",
                    "store-file",
                    "sync-rarest",
                    "shell")
        };
    }

    @ProbeBuilder
    public TestProbeBuilder probe(TestProbeBuilder probe) {
        return ShippedNode.probe(probe);
    }

    @Test
    public void readsAListOfAddresses() throws Exception {
        Eventually.holds(
                "two addresses",
                () -> log().contains("listens on [/127.0.0.1:")
                        && log().matches("(?s).*listens on \\[/127\\.0\\.0\\.1:\\d+, /127\\.0\\.0\\.2:\\d+].*"));
    }

    @Test
    public void keepsWhatHeldWhileAFileIsWrong() throws Exception {
        Eventually.holds("ready", () -> finding().ready());
        write(TRANSPORT, TWO + "max.message.bytes = lots\n");
        Eventually.holds("the mistake is found", () -> !finding().ready());

        assertEquals(
                "etc/" + TRANSPORT + ": max.message.bytes: 'lots' is not a whole number (16384 to 16777216);"
                        + " what was set before holds until it is mended",
                finding().message());
        Eventually.holds("one line in the log", () -> log().contains("ERROR") && log().contains("'lots'"));
        Eventually.holds("the transport is there", () -> transports() == 1);
        assertTrue(log(), !log().contains("\tat "));

        write(TRANSPORT, TWO);
        Eventually.holds("mended", () -> finding().ready());
        Eventually.holds("said so", () -> log().contains("no mistakes any more"));
    }

    @Test
    public void namesAKeyThatThereIsNot() throws Exception {
        write("org.skerry.sync.rarest.cfg", "endgameChunks = 9\n");
        Eventually.holds(
                "the warning",
                () -> finding()
                        .message()
                        .equals("etc/org.skerry.sync.rarest.cfg: there is no key endgameChunks, so it is ignored;"
                                + " did you mean endgame.chunks?"));
        write("org.skerry.sync.rarest.cfg", "endgame.chunks = 9\n");
        Eventually.holds("mended", () -> finding().message().equals("no mistakes"));
    }

    private int transports() throws Exception {
        ServiceReference<?>[] all = context.getAllServiceReferences("org.skerry.spi.transport.TransportProvider", null);
        return all == null ? 0 : all.length;
    }

    private void write(String file, String text) throws Exception {
        Files.writeString(Path.of(context.getProperty("skerry.home"), "etc", file), text);
    }

    private String log() throws Exception {
        Path log = Path.of(context.getProperty("skerry.home"), "log", "skerry.log");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    private Readiness.Finding finding() throws Exception {
        for (ServiceReference<Readiness> reference : context.getServiceReferences(Readiness.class, null)) {
            Readiness readiness = context.getService(reference);
            List<Readiness.Finding> found = readiness == null ? List.of() : readiness.findings();
            context.ungetService(reference);
            for (Readiness.Finding it : found) {
                if (it.name().equals("configuration")) {
                    return it;
                }
            }
        }
        return new Readiness.Finding("configuration", false, "nobody looks");
    }
}
