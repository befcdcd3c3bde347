// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.service.metatype.AttributeDefinition;
import org.skerry.base.loop.ThreadWorkers;
import org.skerry.shell.internal.check.Definition;
import org.skerry.shell.internal.check.Schema;
import org.skerry.shell.internal.command.Settings.Change;
import org.skerry.shell.internal.command.Settings.Effect;
import org.skerry.shell.internal.command.Settings.Setting;

@Timeout(60)
class ConfiguredSettingsTest {

    private static final Schema.Key SPEED = new Schema.Key(
            new Definition(AttributeDefinition.INTEGER, false, Optional.of(1.0), Optional.of(9.0), Set.of()),
            "3",
            "How fast");

    private static final Map<String, Schema> SCHEMAS = Map.of(
            "org.acme",
            new Schema(
                    false,
                    Map.of(
                            "speed",
                            SPEED,
                            "mode",
                            text(Set.of("fast"), "How"),
                            "workers",
                            text(Set.of(), "Threads; read at start"),
                            "token",
                            new Schema.Key(definition(AttributeDefinition.PASSWORD, Set.of()), "", ""))),
            "org.acme.store",
            new Schema(true, Map.of("dir", text(Set.of(), "Where"))),
            "org.acme.shell",
            new Schema(false, Map.of("speed", SPEED)),
            "org.apache.felix.some",
            new Schema(false, Map.of("speed", SPEED)),
            "org.acme.unread",
            new Schema(false, Map.of("speed", SPEED)));

    @TempDir
    Path etc;

    private final FakeComponents components = new FakeComponents();
    private final ThreadWorkers worker = new ThreadWorkers("settings-test", 1, thrown -> {});

    private static Definition definition(int type, Set<String> options) {
        return new Definition(type, false, Optional.empty(), Optional.empty(), options);
    }

    private static Schema.Key text(Set<String> options, String meaning) {
        return new Schema.Key(definition(AttributeDefinition.STRING, options), "", meaning);
    }

    private ConfiguredSettings settings(Duration patience) {
        Uptake uptake = new Uptake(components, components, Duration.ofMillis(1), patience);
        return new ConfiguredSettings("org.acme.shell", etc, () -> SCHEMAS, components, components, uptake, worker);
    }

    @AfterEach
    void close() {
        worker.close();
    }

    private Change change(String pid, String key, Optional<String> value) {
        return settings(Duration.ofSeconds(30))
                .change(pid, key, value)
                .toCompletableFuture()
                .join();
    }

    private Change set(String pid, String key, String value) {
        return change(pid, key, Optional.of(value));
    }

    private static void refuses(String message, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(CompletionException.class).cause().hasMessage(message);
    }

    private Path cfg(String name, String text) throws IOException {
        return Files.writeString(etc.resolve(name), text);
    }

    @Test
    void putsAValueInForceAndInItsFile() throws IOException {
        Path file = cfg("org.acme.cfg", "# mine\nmode = fast\n");
        components.all.put("org.acme", Map.of("mode", "fast"));

        assertThat(set("org.acme", "speed", " 5 "))
                .isEqualTo(new Change("org.acme", "speed", "3", "5", "etc/org.acme.cfg", Effect.IN_FORCE));
        assertThat(components.all).containsEntry("org.acme", Map.of("mode", "fast", "speed", "5"));
        assertThat(file).hasContent("# mine\nmode = fast\nspeed = 5\n");

        assertThat(change("org.acme", "speed", Optional.empty()))
                .isEqualTo(new Change("org.acme", "speed", "5", "3", "etc/org.acme.cfg", Effect.IN_FORCE));
        assertThat(components.all).containsEntry("org.acme", Map.of("mode", "fast"));
        assertThat(file).hasContent("# mine\nmode = fast\n");
    }

    @Test
    void makesNoFileToSayThatNothingIsSet() {
        change("org.acme", "speed", Optional.empty());
        assertThat(etc).isEmptyDirectory();
        assertThat(components.all).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    org.acme  | speed | 10   | org.acme: speed: 10 is too large (1 to 9)
                    org.acme  | speed | fast | org.acme: speed: 'fast' is not a whole number (1 to 9)
                    org.acme  | mode  | fats | org.acme: mode: 'fats' is none of fast
                    org.acme  | sped  | 1    | org.acme has no key sped; did you mean speed?
                    org.acne  | speed | 1    | no bundle of this node has the PID org.acne; did you mean org.acme?
                    org.acme-b | speed | 1   | org.acme is one of a kind; leave out -b
                    org.acme.store | dir | x | org.acme.store may be there several times; say which, as in org.acme.store-default
                    org.acme.store-../x | dir | x | the name of an instance has letters, digits and ._- only: org.acme.store-../x
                    """)
    void refusesBeforeAnythingIsChanged(String pid, String key, String value, String message) {
        assertThatThrownBy(() -> set(pid, key, value)).cause().hasMessageStartingWith(message);
        assertThat(etc).isEmptyDirectory();
        assertThat(components.puts).hasValue(0);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void hasAllAsItWasWhenTheComponentRefuses(boolean byLog) throws IOException {
        Path file = cfg("org.acme.cfg", "speed = 4\n");
        components.all.put("org.acme", Map.of("speed", "4"));
        components.logs = byLog;
        components.refused = values -> "5".equals(values.get("speed"));

        refuses(
                "org.acme: speed: '5' is refused (that does not work); what was set before stays in force",
                () -> set("org.acme", "speed", "5"));
        assertThat(components.all).containsEntry("org.acme", Map.of("speed", "4"));
        assertThat(file).hasContent("speed = 4\n");
        assertThat(set("org.acme", "speed", "6").before()).isEqualTo("4");
    }

    @Test
    void takesAwayWhatWasNotThereBefore() {
        components.refused = values -> values.containsKey("dir");
        assertThatThrownBy(() -> set("org.acme.store-b", "dir", "x")).cause().hasMessageContaining("'x' is refused");
        assertThat(components.all).isEmpty();
        assertThat(etc).isEmptyDirectory();
    }

    @Test
    void makesAnInstanceOfAFactory() {
        assertThat(set("org.acme.store~b", "dir", "x").pid()).isEqualTo("org.acme.store-b");
        assertThat(etc.resolve("org.acme.store-b.cfg")).hasContent("dir = x\n");
        assertThat(components.all).containsOnlyKeys("org.acme.store~b");
    }

    @Test
    void givesUpOnAComponentThatDoesNothing() {
        components.asleep = true;
        CompletionStage<Change> stage = settings(Duration.ofMillis(50)).change("org.acme", "speed", Optional.of("5"));
        refuses(
                "org.acme: speed: not taken up within 0 s, so it is as it was; see the log",
                () -> stage.toCompletableFuture().join());
        assertThat(components.all).isEmpty();
        assertThat(etc).isEmptyDirectory();
    }

    @Test
    void doesNotPutInForceWhatCannotBeWritten() throws IOException {
        Files.createDirectory(etc.resolve("org.acme.cfg"));
        assertThatThrownBy(() -> set("org.acme", "speed", "5")).cause().hasMessageStartingWith("etc/org.acme.cfg: ");
        assertThat(components.puts).hasValue(0);
    }

    @Test
    void changesNothingIfTheNewTextCannotBeWritten() throws IOException {
        Path file = cfg("org.acme.cfg", "mode = fast\n");
        Path there = Files.createDirectories(etc.resolve(".org.acme.cfg.new"));
        Files.createFile(there.resolve("in the way"));
        assertThatThrownBy(() -> set("org.acme", "speed", "5")).cause().hasMessageStartingWith("etc/org.acme.cfg: ");
        assertThat(components.puts).hasValue(0);
        assertThat(file).hasContent("mode = fast\n");
    }

    @Test
    void leavesAFileThatSomeoneChangesMeanwhile() throws IOException {
        Path file = cfg("org.acme.cfg", "speed = 4\n");
        components.refused = values -> {
            if ("5".equals(values.get("speed"))) {
                write(file, "speed = 7\n");
                return true;
            }
            return false;
        };
        assertThatThrownBy(() -> set("org.acme", "speed", "5")).cause().hasMessageContaining("is refused");
        assertThat(file).hasContent("speed = 7\n");
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void wantsOtherMistakesMendedFirst() {
        components.all.put("org.acme", Map.of("speed", "many"));
        refuses(
                "etc/org.acme.cfg: speed: 'many' is not a whole number (1 to 9); mend that before you change mode",
                () -> set("org.acme", "mode", "fast"));
        assertThat(set("org.acme", "speed", "5").effect()).isEqualTo(Effect.IN_FORCE);
    }

    @Test
    void saysSinceWhenAValueCounts() {
        assertThat(set("org.acme", "workers", "2").effect()).isEqualTo(Effect.AT_START);
        assertThat(set("org.acme.unread", "speed", "2").effect()).isEqualTo(Effect.UNUSED);
        int before = components.puts.get();
        assertThat(set("org.acme.shell", "speed", "2").effect()).isEqualTo(Effect.SOON);
        assertThat(components.puts).hasValue(before);
        assertThat(etc.resolve("org.acme.shell.cfg")).hasContent("speed = 2\n");
    }

    @Test
    void losesNoneOfManyAtATime() {
        List<CompletableFuture<Change>> all = new ArrayList<>();
        ConfiguredSettings settings = settings(Duration.ofSeconds(30));
        for (int i = 0; i < 8; i++) {
            String name = "org.acme.store-" + i % 2;
            all.add(settings.change(name, "dir", Optional.of("d" + i)).toCompletableFuture());
            all.add(settings.change("org.acme", i % 2 == 0 ? "speed" : "workers", Optional.of("" + (i + 1)))
                    .toCompletableFuture());
        }
        all.forEach(CompletableFuture::join);
        assertThat(etc.resolve("org.acme.cfg")).hasContent("speed = 7\nworkers = 8\n");
        assertThat(etc.resolve("org.acme.store-0.cfg")).hasContent("dir = d6\n");
        assertThat(components.all.get("org.acme")).containsEntry("speed", "7").containsEntry("workers", "8");
    }

    @Test
    void listsWhatIsInForceAndWhereItIsSet() throws IOException {
        cfg("org.acme.cfg", "speed = 5\ntoken = abc\n");
        components.all.put("org.acme", Map.of("speed", "5", "token", "abc", "mode", "fast"));
        List<Setting> all = settings(Duration.ofSeconds(30))
                .list(Optional.of("org.acme"))
                .toCompletableFuture()
                .join();
        assertThat(all)
                .containsExactly(
                        new Setting(
                                "org.acme", "mode", "fast", "", "string", "fast", "Configuration Admin", "How", false),
                        new Setting(
                                "org.acme",
                                "speed",
                                "5",
                                "3",
                                "integer",
                                "integer (1 to 9)",
                                "etc/org.acme.cfg",
                                "How fast",
                                false),
                        new Setting(
                                "org.acme",
                                "token",
                                "(not shown)",
                                "",
                                "password",
                                "password",
                                "etc/org.acme.cfg",
                                "",
                                false),
                        new Setting(
                                "org.acme", "workers", "", "", "string", "string", "", "Threads; read at start", true));
    }

    @Test
    void listsTheInstancesOfAFactory() {
        List<String> none = pids();
        assertThat(none).contains("org.acme.store").doesNotContain("org.acme.store-a");
        set("org.acme.store-a", "dir", "x");
        assertThat(pids()).contains("org.acme.store-a").doesNotContain("org.acme.store");
        refuses(
                "no bundle of this node has the PID x",
                () -> settings(Duration.ofSeconds(1))
                        .list(Optional.of("x"))
                        .toCompletableFuture()
                        .join());
    }

    @Test
    void listsTheFrameworksOwnOnlyWhenAskedForIt() {
        assertThat(pids()).doesNotContain("org.apache.felix.some");
        assertThat(settings(Duration.ofSeconds(30))
                        .list(Optional.of("org.apache.felix.some"))
                        .toCompletableFuture()
                        .join())
                .hasSize(1);
    }

    private List<String> pids() {
        return settings(Duration.ofSeconds(30)).list(Optional.empty()).toCompletableFuture().join().stream()
                .map(Setting::pid)
                .toList();
    }
}
