// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.apache.felix.service.command.CommandSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.skerry.base.loop.ThreadLoop;
import org.skerry.shell.internal.command.Commands;
import org.skerry.shell.internal.command.FakeNode;
import org.skerry.shell.internal.command.FakeSkerry;
import org.skerry.shell.internal.command.WithSkerry;

/** What is typed into the Gogo shell, with Gogo itself. */
class GogoCommandsTest {

    private static final String LINK = FakeSkerry.LINK.toString();
    private static final String ROOT = FakeSkerry.LINK.root().toString();

    private final ThreadLoop loop = new ThreadLoop("gogo-test", thrown -> {});
    private final FakeNode node = new FakeNode();
    private final FakeSkerry skerry = new FakeSkerry();
    private final ThreadIOImpl threads = new ThreadIOImpl();
    private final CommandProcessorImpl gogo = new CommandProcessorImpl(threads);

    @BeforeEach
    void start() {
        node.skerry = Optional.of(skerry);
        threads.start();
        GogoCommands commands =
                new GogoCommands(new Commands(node, loop, new WithSkerry(node, loop, Duration.ofSeconds(10))));
        for (String function : GogoCommands.FUNCTIONS) {
            gogo.addCommand("skerry", commands, function);
        }
    }

    @AfterEach
    void stop() {
        gogo.stop();
        threads.stop();
        loop.close();
    }

    private String typed(String line) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        try (CommandSession session = gogo.createSession(new ByteArrayInputStream(new byte[0]), print, print)) {
            session.execute(line);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void followsAndListsWhatIsCached() throws Exception {
        assertThat(typed("skerry:cache list")).isBlank();
        assertThat(typed("skerry:cache add " + LINK + " --pin")).contains(ROOT);
        assertThat(skerry.cache().list().toCompletableFuture().join())
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.pinned()).isTrue();
                    assertThat(it.link().secret()).isEmpty();
                });
        assertThat(typed("skerry:cache list")).contains(ROOT, "fetching");
        assertThat(typed("skerry:cache")).isEqualTo(typed("skerry:cache list"));
    }

    @Test
    void pinsUnpinsAndDrops() throws Exception {
        typed("skerry:cache add " + LINK);
        assertThat(typed("skerry:cache pin " + LINK)).contains("pinned").contains("true");
        assertThat(typed("skerry:cache unpin " + ROOT)).contains("pinned").contains("false");
        assertThat(typed("skerry:cache drop " + ROOT)).contains(ROOT);
        assertThat(skerry.cache().list().toCompletableFuture().join()).isEmpty();
        assertThat(typed("skerry:cache drop " + ROOT)).startsWith("skerry: this node does not cache " + ROOT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"skerry:cache frobnicate", "skerry:cache add", "skerry:cache add no-link"})
    void saysInOneLineWhatCacheIsNot(String line) throws Exception {
        assertThat(typed(line).strip().lines()).singleElement().asString().startsWith("skerry: ");
    }

    @Test
    void saysWhatCacheCanDo() throws Exception {
        assertThat(typed("skerry:cache frobnicate"))
                .isEqualToIgnoringNewLines("skerry: cache frobnicate? It is one of list, add, pin, unpin, drop");
    }

    @Test
    void tellsAndChangesTheConfiguration() throws Exception {
        assertThat(typed("skerry:config list")).contains("key=max.speed").contains("default=3");
        assertThat(typed("skerry:config")).isEqualTo(typed("skerry:config list"));
        assertThat(typed("skerry:config get org.acme max.speed")).contains("value: 5");
        assertThat(typed("skerry:config set org.acme max.speed 7")).contains("value: 7", "effect: in-force");
        typed("skerry:config set org.acme max.speed 'a b'");
        typed("skerry:config unset org.acme max.speed");
        assertThat(node.settings.changes)
                .containsExactly("org.acme max.speed 7", "org.acme max.speed a b", "org.acme max.speed -");
    }

    @Test
    void saysWhatConfigCanDo() throws Exception {
        assertThat(typed("skerry:config frobnicate"))
                .isEqualToIgnoringNewLines("skerry: config frobnicate? It is one of list, get, set, unset");
        assertThat(typed("skerry:config set org.acme max.speed"))
                .isEqualToIgnoringNewLines("skerry: 'value' is missing");
        assertThat(typed("skerry:config set org.acme max.speed a b"))
                .isEqualToIgnoringNewLines("skerry: put a value that has blanks in it in quotes");
    }
}
