// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.inject.Inject;
import org.junit.Before;
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
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.skerry.itests.ControlClient.Answer;

/** Settings of a running node: changed by command and by hand, and refused, in three components that differ. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class SettingsIT {

    private static final String LOOPBACK = "# Not for others.\nbind = 127.0.0.1\n";

    /** A component that takes changes up as it runs, an instance of a factory, and one that is made anew. */
    private static final List<Case> CASES = List.of(
            new Case("org.skerry.exchange", "org.skerry.api.Skerry", "node.up", "1000000", "2000000", "lots"),
            new Case(
                    "org.skerry.store.file-default",
                    "org.skerry.spi.store.ChunkStore",
                    "service.ranking",
                    "101",
                    "102",
                    "high"),
            new Case(
                    "org.skerry.transport.direct",
                    "org.skerry.spi.transport.TransportProvider",
                    "max.message.bytes",
                    "65536",
                    "131072",
                    "1"));

    private record Case(String pid, String service, String key, String one, String other, String bad) {}

    @Inject
    private BundleContext context;

    private ControlClient node;

    @Configuration
    public Option[] node() {
        return new Option[] {
            ShippedNode.node(
                    Map.of("org.skerry.transport.direct.cfg", LOOPBACK),
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

    @Before
    public void ready() throws Exception {
        node = new ControlClient(home());
        Eventually.holds("ready", () -> node.ask("ready").code() == 0);
    }

    @Test
    public void takesUpWhatACommandSets() throws Exception {
        for (Case it : CASES) {
            Answer answer = set(it, it.one());
            assertEquals(answer.text(), 0, answer.code());
            assertEquals("in-force", answer.text("effect"));
            assertEquals(it.one(), property(it, it.key()));
            assertEquals(it.one(), value(it));
            assertTrue(file(it), file(it).endsWith(it.key() + " = " + it.one() + "\n"));
            assertEquals(0, set(it, it.other()).code());
            assertEquals(it.other(), property(it, it.key()));
            assertEquals(0, unset(it).code());
            assertFalse(it.other().equals(String.valueOf(property(it, it.key()))));
            assertFalse(file(it), file(it).contains(it.key()));
        }
        assertEquals(LOOPBACK, file(CASES.get(2)));
    }

    @Test
    public void keepsAnExchangeThatTakesUpAValue() throws Exception {
        Object before = property(CASES.get(0), Constants.SERVICE_ID);
        assertEquals(0, set(CASES.get(0), "3000000").code());
        assertEquals(before, property(CASES.get(0), Constants.SERVICE_ID));
        assertEquals(0, unset(CASES.get(0)).code());
    }

    @Test
    public void refusesWhatTheMetatypeForbids() throws Exception {
        for (Case it : CASES) {
            set(it, it.one());
            String before = file(it);
            Answer answer = set(it, it.bad());
            assertEquals(answer.text(), 2, answer.code());
            assertTrue(answer.error(), answer.error().startsWith(it.pid() + ": " + it.key() + ": "));
            assertTrue(answer.error(), answer.error().contains(it.bad()));
            assertEquals(it.one(), property(it, it.key()));
            assertEquals(it.one(), value(it));
            assertEquals(before, file(it));
            unset(it);
        }
        Answer unknown = node.ask("config-set", "pid", "org.skerry.exchange", "key", "node.upp", "value", "1");
        assertEquals(2, unknown.code());
        assertEquals("org.skerry.exchange has no key node.upp; did you mean node.up?", unknown.error());
    }

    /** One key alone is within its range: only the component can tell that it does not go with another one. */
    @Test
    public void refusesWhatAComponentKeepsFromTakingUp() throws Exception {
        String[] first = {"pid", "org.skerry.peering", "key", "redial.first.ms", "value", "2000"};
        Answer cap = node.ask("config-set", "pid", "org.skerry.peering", "key", "redial.cap.s", "value", "1");
        assertEquals(cap.text(), 0, cap.code());
        Answer answer = node.ask("config-set", first);
        assertEquals(answer.text(), 1, answer.code());
        assertTrue(
                answer.error(),
                answer.error()
                        .startsWith("org.skerry.peering: redial.first.ms: '2000' is refused (org.skerry.peering: "));
        assertEquals("redial.cap.s = 1\n", Files.readString(etc("org.skerry.peering")));
        node.ask("config-unset", "pid", "org.skerry.peering", "key", "redial.cap.s");
        assertEquals(0, node.ask("config-set", first).code());
        node.ask("config-unset", "pid", "org.skerry.peering", "key", "redial.first.ms");
    }

    @Test
    public void refusesWhatAComponentCannotStartWith() throws Exception {
        String[] bind = {"pid", "org.skerry.transport.direct", "key", "bind", "value", "nowhere at all"};
        Answer answer = node.ask("config-set", bind);
        assertEquals(answer.text(), 1, answer.code());
        assertTrue(answer.error(), answer.error().contains("bind: 'nowhere at all' is refused ("));
        assertEquals("127.0.0.1", property(CASES.get(2), "bind"));
        assertEquals(LOOPBACK, file(CASES.get(2)));
        Eventually.holds("ready again", () -> node.ask("ready").code() == 0);
    }

    @Test
    public void takesUpWhatIsEditedAndKeepsItWhenThatIsWrong() throws Exception {
        for (Case it : CASES) {
            String before = file(it);
            Files.writeString(etc(it.pid()), before + it.key() + "=" + it.one() + "\n");
            Eventually.holds(it + " in force", () -> it.one().equals(property(it, it.key())));
            Files.writeString(etc(it.pid()), before + it.key() + "=" + it.bad() + "\n");
            Eventually.holds(it + " given", () -> configured(it, it.bad()));
            String named = "etc/" + it.pid() + ".cfg: " + it.key() + ": ";
            Eventually.holds(
                    it + " found", () -> node.ask("config-check").error().startsWith(named));
            Eventually.holds("said so", () -> node.ask("ready").text().contains(named));
            assertEquals(it.one(), value(it));
            assertEquals(it.one(), property(it, it.key()));
            assertEquals(0, unset(it).code());
            assertEquals(before, file(it));
        }
    }

    @Test
    public void losesNoneOfSeveralAtATime() throws Exception {
        List<Callable<Answer>> all = new ArrayList<>();
        for (String key : List.of("node.up", "node.down", "swarm.up", "swarm.down", "peer.up", "peer.down")) {
            all.add(() -> node.ask("config-set", "pid", "org.skerry.exchange", "key", key, "value", "5000000"));
        }
        ExecutorService clients = Executors.newFixedThreadPool(all.size());
        try {
            for (Future<Answer> answer : clients.invokeAll(all)) {
                assertEquals(answer.get().text(), 0, answer.get().code());
            }
        } finally {
            clients.shutdownNow();
        }
        assertEquals(6, file(CASES.get(0)).lines().count());
        for (String key : List.of("node.up", "node.down", "swarm.up", "swarm.down", "peer.up", "peer.down")) {
            assertEquals("5000000", property(CASES.get(0), key));
            assertEquals(
                    0,
                    node.ask("config-unset", "pid", "org.skerry.exchange", "key", key)
                            .code());
        }
    }

    @Test
    public void takesUpItsOwn() throws Exception {
        Answer answer = node.ask("config-set", "pid", "org.skerry.shell", "key", "patience.s", "value", "9");
        assertEquals(answer.text(), 0, answer.code());
        assertEquals("soon", answer.text("effect"));
        Eventually.holds("in force", () -> {
            try {
                return node.ask("config-get", "pid", "org.skerry.shell", "key", "patience.s")
                        .text("value")
                        .equals("9");
            } catch (IOException e) {
                return false; // it is just being made anew
            }
        });
    }

    @Test
    public void listsEveryComponentOfOurs() throws Exception {
        String all = node.ask("config-list").text();
        for (String pid : List.of(
                "org.skerry.content",
                "org.skerry.exchange",
                "org.skerry.identity",
                "org.skerry.peering",
                "org.skerry.shell",
                "org.skerry.signaling.broadcast",
                "org.skerry.store.file-default",
                "org.skerry.sync.rarest",
                "org.skerry.transport.direct")) {
            assertTrue(pid + " in " + all, all.contains("\"pid\":\"" + pid + "\""));
        }
    }

    private Answer set(Case it, String value) throws Exception {
        return node.ask("config-set", "pid", it.pid(), "key", it.key(), "value", value);
    }

    private Answer unset(Case it) throws Exception {
        return node.ask("config-unset", "pid", it.pid(), "key", it.key());
    }

    private String value(Case it) throws Exception {
        return node.ask("config-get", "pid", it.pid(), "key", it.key()).text("value");
    }

    /** Of the service that the component registers: what it was given. */
    private Object property(Case it, String key) throws Exception {
        ServiceReference<?>[] found = context.getAllServiceReferences(it.service(), null);
        return found == null || found.length != 1 ? "none" : String.valueOf(found[0].getProperty(key));
    }

    /** Whether the Configuration Admin has a value. The probe is not wired to its package. */
    private boolean configured(Case it, String value) throws Exception {
        ServiceReference<?> admin = context.getServiceReference("org.osgi.service.cm.ConfigurationAdmin");
        Class<?> type = admin.getBundle().loadClass("org.osgi.service.cm.ConfigurationAdmin");
        String filter = "(" + it.key() + "=" + value + ")";
        return type.getMethod("listConfigurations", String.class).invoke(context.getService(admin), filter) != null;
    }

    private Path home() {
        return Path.of(context.getProperty("skerry.home"));
    }

    private Path etc(String pid) {
        return home().resolve("etc").resolve(pid + ".cfg");
    }

    private String file(Case it) throws Exception {
        return Files.exists(etc(it.pid())) ? Files.readString(etc(it.pid())) : "";
    }
}
