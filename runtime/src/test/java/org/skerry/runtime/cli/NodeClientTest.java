// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.skerry.api.Skerry;
import org.skerry.api.admin.Readiness.Finding;
import org.skerry.api.admin.Upkeep;
import org.skerry.base.loop.ThreadLoop;
import org.skerry.shell.internal.check.ConfigurationReport;
import org.skerry.shell.internal.command.Commands;
import org.skerry.shell.internal.command.Node;
import org.skerry.shell.internal.command.SettingException;
import org.skerry.shell.internal.command.Settings;
import org.skerry.shell.internal.command.WithSkerry;
import org.skerry.shell.internal.control.ControlLimits;
import org.skerry.shell.internal.control.ControlServer;
import picocli.CommandLine;

/** The client against the server that nodes have. */
@Timeout(30)
class NodeClientTest {

    @TempDir
    Path home;

    private final ThreadLoop loop = new ThreadLoop("test-shell", thrown -> {});
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path socket;
    private ControlServer server;

    @BeforeEach
    void setUp() throws IOException {
        socket = home.resolve("control.sock");
        Node node = new UnreadyNode();
        Commands commands = new Commands(node, loop, new WithSkerry(node, loop, Duration.ofMillis(50)));
        server = new ControlServer(socket, ControlLimits.DEFAULT, commands);
    }

    @AfterEach
    void tearDown() {
        server.close();
        loop.close();
    }

    private NodeClient.Outcome call(String command, JsonObject arguments) throws CommandException {
        return NodeClient.connect(socket).orElseThrow().call(command, arguments, event -> {});
    }

    @Test
    void getsADocument() throws CommandException {
        JsonValue bundles = call("bundles", JsonValue.EMPTY_JSON_OBJECT).orFail();

        assertThat(Views.bundles(bundles)).contains("org.skerry.api").contains("active");
    }

    @Test
    void getsExitCodeAndReason() throws CommandException {
        NodeClient.Outcome outcome = call("ready", JsonValue.EMPTY_JSON_OBJECT);

        assertThat(outcome.code()).isEqualTo(Exit.FAILED);
        assertThat(outcome.error()).isEqualTo("not ready: store: no store");
        assertThat(Views.ready(outcome.data())).contains("MISSING");
        assertThatThrownBy(outcome::orFail)
                .isInstanceOfSatisfying(
                        CommandException.class, it -> assertThat(it.code()).isEqualTo(Exit.FAILED));
    }

    @Test
    void showsTheStatusOfANodeThatIsNotUp() throws CommandException {
        String status = Views.status(call("status", JsonValue.EMPTY_JSON_OBJECT).orFail(), it -> it);

        assertThat(status).contains("(not up yet)").contains("store: no store");
        assertThat(status).contains("warning    etc/x.cfg: there is no key y");
    }

    private int run(String... arguments) {
        CommandLine line = CommandLines.commandLine();
        line.setErr(new PrintWriter(err, true));
        line.setOut(new PrintWriter(out, true));
        List<String> all = new ArrayList<>(List.of("--home", home.toString()));
        all.addAll(List.of(arguments));
        return line.execute(all.toArray(String[]::new));
    }

    @Test
    void endsAsTheNodeSays() {
        assertThat(run("bundles")).isEqualTo(Exit.OK);
        assertThat(out.toString()).startsWith("ID").contains("org.skerry.api");
        out.getBuffer().setLength(0);
        assertThat(run("ready", "--json")).isEqualTo(Exit.FAILED);
        assertThat(Json.parse(out.toString()).getBoolean("ready")).isFalse();
        err.getBuffer().setLength(0);
        assertThat(run("ready")).isEqualTo(Exit.FAILED);
        assertThat(err.toString()).isEqualTo("skerry: not ready: store: no store" + System.lineSeparator());
        assertThat(run("unshare", "/nothing")).isEqualTo(Exit.FAILED);
        assertThat(err.toString()).contains("the node cannot work: store: no store");
    }

    @Test
    void tellsOneValueAlone() {
        assertThat(run("config", "get", "org.acme", "speed")).isEqualTo(Exit.OK);
        assertThat(out.toString().strip()).isEqualTo("5");
    }

    @Test
    void listsTheConfiguration() {
        assertThat(run("config", "list")).isEqualTo(Exit.OK);
        assertThat(out.toString().lines())
                .satisfiesExactly(
                        it -> assertThat(it.split(" {2,}"))
                                .containsExactly("PID", "KEY", "VALUE", "DEFAULT", "ALLOWED", "SET IN"),
                        it -> assertThat(it.split(" {2,}"))
                                .containsExactly(
                                        "org.acme", "speed", "5", "3", "integer (1 to 9)", "etc/org.acme.cfg"));
        out.getBuffer().setLength(0);
        assertThat(run("config", "list", "org.acme")).isEqualTo(Exit.OK);
        assertThat(out.toString()).contains("MEANING").contains("How fast").doesNotContain("org.acme ");
        out.getBuffer().setLength(0);
        assertThat(run("config", "list", "--json")).isEqualTo(Exit.OK);
        assertThat(Json.objects(Json.parse("{\"all\":" + out + "}"), "all"))
                .singleElement()
                .satisfies(it -> assertThat(Json.text(it, "default")).isEqualTo("3"));
    }

    @Test
    void takesAValueThatBeginsWithAMinus() {
        assertThat(run("config", "set", "org.acme", "speed", "-1")).isEqualTo(Exit.USAGE);
        assertThat(err.toString().strip()).isEqualTo("skerry: org.acme: speed: -1 is too small (1 to 9)");
    }

    @Test
    void tellsWhatWasChangedAsJson() {
        assertThat(run("config", "set", "org.acme", "speed", "7", "--json")).isEqualTo(Exit.OK);
        JsonObject change = Json.parse(out.toString());
        assertThat(Json.text(change, "value")).isEqualTo("7");
        assertThat(Json.text(change, "effect")).isEqualTo("in-force");
        assertThat(ConfigViews.changed(change)).isEqualTo("org.acme: speed = 7 (was 5), in force; etc/org.acme.cfg");
        out.getBuffer().setLength(0);
        assertThat(run("config", "unset", "org.acme", "speed", "--json")).isEqualTo(Exit.OK);
        assertThat(ConfigViews.changed(Json.parse(out.toString())))
                .isEqualTo("org.acme: speed = 3 (was 5), counts when the node starts again; etc/org.acme.cfg");
    }

    @Test
    void refusesToStartASecondNode() {
        assertThat(run("start")).isEqualTo(Exit.FAILED);
        assertThat(err.toString()).contains("a node is running in " + home + " already");
    }

    @Test
    void tellsAnErrorThatNobodyForesawInOneLine() {
        CommandLine line = CommandLines.commandLine();
        line.addSubcommand("break", new Broken());
        line.setErr(new PrintWriter(err, true));

        assertThat(line.execute("break")).isEqualTo(Exit.FAILED);
        assertThat(err.toString().strip().lines())
                .containsExactly("skerry: internal error: java.lang.IllegalStateException: two lines;"
                        + " SKERRY_DEBUG=1 shows more");
    }

    @CommandLine.Command
    private static final class Broken implements Callable<Integer> {

        @Override
        public Integer call() {
            throw new IllegalStateException("two\nlines");
        }
    }

    @Test
    void saysThatTheNodeStopped() throws CommandException {
        NodeClient client = NodeClient.connect(socket).orElseThrow();
        server.close();

        assertThatThrownBy(() -> client.call("status", JsonValue.EMPTY_JSON_OBJECT, event -> {}))
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith("the node ");
        assertThat(NodeClient.connect(socket)).isEmpty();
    }

    /** A node without an exchange. */
    private static final class UnreadyNode implements Node {

        @Override
        public List<Upkeep> upkeeps() {
            return List.of();
        }

        @Override
        public Optional<Skerry> skerry() {
            return Optional.empty();
        }

        @Override
        public List<PartFinding> findings() {
            return List.of(new PartFinding("org.skerry.exchange", new Finding("store", false, "no store")));
        }

        @Override
        public List<BundleState> bundles() {
            return List.of(new BundleState(1, "org.skerry.api", "1.0.0", "active"));
        }

        @Override
        public ConfigurationReport configuration() {
            return new ConfigurationReport(List.of(), List.of("etc/x.cfg: there is no key y"));
        }

        @Override
        public Settings settings() {
            return new OneSetting();
        }

        @Override
        public Path home() {
            return Path.of("/home");
        }

        @Override
        public Instant startedAt() {
            return Instant.EPOCH;
        }

        @Override
        public String version() {
            return "1.2.3";
        }

        @Override
        public void stop() {}
    }

    /** A configuration with one key. */
    private static final class OneSetting implements Settings {

        @Override
        public CompletionStage<List<Setting>> list(Optional<String> pid) {
            return CompletableFuture.completedFuture(List.of(new Setting(
                    "org.acme",
                    "speed",
                    "5",
                    "3",
                    "integer",
                    "integer (1 to 9)",
                    "etc/org.acme.cfg",
                    "How fast",
                    false)));
        }

        @Override
        public CompletionStage<Change> change(String pid, String key, Optional<String> value) {
            if (value.equals(Optional.of("-1"))) {
                return CompletableFuture.failedFuture(
                        SettingException.senseless(pid + ": " + key + ": -1 is too small (1 to 9)"));
            }
            return CompletableFuture.completedFuture(new Change(
                    pid,
                    key,
                    "5",
                    value.orElse("3"),
                    "etc/" + pid + ".cfg",
                    value.isPresent() ? Effect.IN_FORCE : Effect.AT_START));
        }
    }
}
