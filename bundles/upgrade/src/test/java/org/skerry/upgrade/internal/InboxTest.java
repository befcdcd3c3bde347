// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skerry.api.admin.Upgrades;

/** What is put into the folder, and what becomes of it. */
class InboxTest {

    @TempDir
    private Path home;

    private Path folder;
    private Inbox inbox;
    private final Taking gate = new Taking();
    private final Time time = new Time();

    private static final class Time extends Clock {

        private Instant now = Instant.EPOCH;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    /** Answers as it is told. */
    private static final class Taking implements Upgrades {

        final List<Path> files = new ArrayList<>();
        CompletableFuture<Report> answer = new CompletableFuture<>();

        @Override
        public CompletionStage<Report> deploy(List<Path> given, Options options, Consumer<String> steps) {
            files.addAll(given);
            return answer;
        }

        @Override
        public CompletionStage<Report> rollback(Options options, Consumer<String> steps) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Report> install(String feature, Options options, Consumer<String> steps) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Report> remove(String feature, Options options, Consumer<String> steps) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<FeatureState> features() {
            throw new UnsupportedOperationException();
        }
    }

    @BeforeEach
    void open() throws IOException {
        folder = home.resolve("deploy");
        inbox = new Inbox(folder, gate, time);
        inbox.look();
    }

    @AfterEach
    void close() {
        inbox.close();
    }

    private Path put(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static Upgrades.Report report(Upgrades.Outcome outcome) {
        return new Upgrades.Report(outcome, List.of(), List.of(), "why so");
    }

    private void look(int times) throws IOException {
        for (int i = 0; i < times; i++) {
            time.now = time.now.plus(Duration.ofSeconds(1));
            inbox.look();
        }
    }

    @Test
    void takesAFileThatHasSettledAndRemovesIt() throws IOException {
        Path jar = put("a.jar", "one");
        put("a.jar.sig", "signed");
        look(1);
        assertThat(gate.files).isEmpty();
        look(1);
        assertThat(gate.files).containsExactly(jar);
        gate.answer.complete(report(Upgrades.Outcome.COMMITTED));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void waitsForAFileThatStillGrows() throws IOException {
        put("a.jar", "one");
        put("a.jar.sig", "signed");
        look(1);
        put("a.jar", "one and more");
        look(1);
        assertThat(gate.files).isEmpty();
        look(1);
        assertThat(gate.files).hasSize(1);
    }

    @Test
    void waitsSomeSecondsForASignature() throws IOException {
        put("a.jar", "one");
        look(10);
        assertThat(gate.files).isEmpty();
        look(1);
        assertThat(gate.files).hasSize(1);
    }

    @Test
    void putsAsideWhatWasRefusedAndSaysWhy() throws IOException {
        put("a.jar", "one");
        put("a.jar.sig", "signed");
        look(2);
        gate.answer.completeExceptionally(new RefusedException("it lacks a package"));
        assertThat(folder.resolve("a.jar.refused")).hasContent("one");
        assertThat(folder.resolve("a.jar.refused.txt")).hasContent("it lacks a package\n");
        look(3);
        assertThat(gate.files).hasSize(1);
    }

    @Test
    void putsAsideWhatWasTakenBack() throws IOException {
        put("a.jar", "one");
        put("a.jar.sig", "signed");
        look(2);
        gate.answer.complete(report(Upgrades.Outcome.ROLLED_BACK));
        assertThat(folder.resolve("a.jar.refused.txt")).hasContent("why so\n");
    }

    @Test
    void triesAgainWhenTheGateWasBusy() throws IOException {
        Path jar = put("a.jar", "one");
        put("a.jar.sig", "signed");
        look(2);
        gate.answer.completeExceptionally(new BusyException());
        gate.answer = new CompletableFuture<>();
        look(1);
        assertThat(gate.files).containsExactly(jar, jar);
    }

    @Test
    void handsOverOneAtATime() throws IOException {
        for (String name : List.of("a.jar", "b.zip", "c.txt")) {
            put(name, name);
            put(name + ".sig", "signed");
        }
        look(5);
        assertThat(gate.files).containsExactly(folder.resolve("a.jar"));
        gate.answer.complete(report(Upgrades.Outcome.UNCHANGED));
        gate.answer = new CompletableFuture<>();
        look(2);
        assertThat(gate.files).containsExactly(folder.resolve("a.jar"), folder.resolve("b.zip"));
        assertThat(folder.resolve("c.txt")).exists();
    }
}
