// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.skerry.base.loop.ThreadLoop;
import org.skerry.shell.internal.command.Commands;
import org.skerry.shell.internal.command.FakeNode;
import org.skerry.shell.internal.command.FakeSkerry;
import org.skerry.shell.internal.command.WithSkerry;

@Timeout(30)
class ControlServerTest {

    private static final ControlLimits LIMITS = new ControlLimits(4, 4096, 65536, Duration.ofMillis(300));

    @TempDir
    Path home;

    private final FakeNode node = new FakeNode();
    private final FakeSkerry skerry = new FakeSkerry();
    private final ThreadLoop loop = new ThreadLoop("test-shell", thrown -> {});
    private Path socket;
    private Commands commands;
    private ControlServer server;

    @BeforeEach
    void setUp() throws IOException {
        node.skerry = Optional.of(skerry);
        socket = home.resolve("control.sock");
        commands = new Commands(node, loop, new WithSkerry(node, loop, Duration.ofSeconds(1)));
        server = new ControlServer(socket, LIMITS, commands);
    }

    @AfterEach
    void tearDown() {
        server.close();
        loop.close();
    }

    private SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        return channel;
    }

    private static void send(SocketChannel channel, String text) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static List<String> lines(SocketChannel channel) throws IOException {
        List<String> out = new ArrayList<>();
        BufferedReader reader = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            out.add(line);
        }
        return out;
    }

    private List<String> ask(String request) throws IOException {
        try (SocketChannel channel = connect()) {
            send(channel, request + "\n");
            return lines(channel);
        }
    }

    private static String last(List<String> lines) {
        return lines.get(lines.size() - 1);
    }

    @Test
    void answersAndHangsUp() throws IOException {
        List<String> lines = ask("{\"v\":1,\"command\":\"bundles\"}");

        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).contains("\"event\":\"data\"", "org.skerry.api");
        assertThat(lines.get(1)).contains("\"event\":\"exit\"", "\"code\":0");
    }

    @Test
    void letsNoOtherUserIn() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                .isEqualTo("rw-------");
        assertThat(home.resolve(".bind")).doesNotExist();
    }

    @Test
    void refusesWhatIsNoRequest() throws IOException {
        assertThat(last(ask("hello"))).contains("\"code\":2", "not JSON");
        assertThat(last(ask("[]"))).contains("\"code\":2");
        assertThat(last(ask("{\"v\":2,\"command\":\"bundles\"}"))).contains("\"code\":2", "version");
        assertThat(last(ask("{\"v\":1}"))).contains("\"code\":2");
    }

    @Test
    void saysWhatOthersChoseWithoutWhatSteersATerminal() throws IOException {
        String said = last(ask("{\"v\":1,\"command\":\"\\u001b[2J\\u009b\\r\\nx\\u202e\"}"));
        // What is left of them would be escaped as JSON does it, or stand there as it is.
        assertThat(said).contains("no command").doesNotContain("\\u", "\\r", "\\n", "\u009b", "\u202e");
    }

    @Test
    void refusesARequestThatIsTooLong() throws IOException {
        assertThat(last(ask("x".repeat(5000)))).contains("\"code\":2", "longer than 4096");
    }

    @Test
    void dropsAClientThatSaysNothingAndServesOthersMeanwhile() throws IOException {
        try (SocketChannel silent = connect()) {
            assertThat(last(ask("{\"v\":1,\"command\":\"bundles\"}"))).contains("\"code\":0");
            assertThat(lines(silent)).isEmpty();
        }
    }

    @Test
    void tellsOneClientTooMany() throws IOException {
        List<SocketChannel> open = new ArrayList<>();
        try {
            for (int i = 0; i < LIMITS.maxConnections(); i++) {
                SocketChannel channel = connect();
                send(channel, "{\"v\":1,\"command\":\"events\"}\n");
                open.add(channel);
            }
            await().until(() -> skerry.listeners.size() == LIMITS.maxConnections());
            try (SocketChannel extra = connect()) {
                assertThat(last(lines(extra))).contains("\"code\":1", "4 clients already");
            }
        } finally {
            for (SocketChannel channel : open) {
                channel.close();
            }
        }
        await().until(skerry.listeners::isEmpty);
    }

    @Test
    void cancelsAFetchWhoseClientHangsUp() throws IOException {
        try (SocketChannel channel = connect()) {
            send(
                    channel,
                    "{\"v\":1,\"command\":\"get\",\"args\":{\"link\":\"" + FakeSkerry.LINK
                            + "\",\"folder\":\"/t\"}}\n");
            await().until(() -> skerry.fetched.size() == 1);
        }
        await().until(() -> skerry.fetched.get(0).isCancelled());
    }

    @Test
    void stopsTheNodeAfterTheAnswer() throws Exception {
        assertThat(last(ask("{\"v\":1,\"command\":\"stop\"}"))).contains("\"code\":0");
        assertThat(node.stopped.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void closesAtOnceAndLeavesNothing() throws IOException {
        try (SocketChannel channel = connect()) {
            send(channel, "{\"v\":1,\"command\":\"events\"}\n");
            await().until(() -> skerry.listeners.size() == 1);
            long began = System.nanoTime();
            server.close();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(500));
            assertThat(lines(channel)).isEmpty();
        }
        assertThat(socket).doesNotExist();
        assertThat(skerry.listeners).isEmpty();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(it -> it.getName().equals("skerry-control")));
    }

    @Test
    void takesThePlaceOfADeadNodeButNotOfALivingOne() throws IOException {
        assertThatThrownBy(() -> new ControlServer(socket, LIMITS, commands))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another node listens");
        Path stale = home.resolve("stale.sock");
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(stale))
                .close();
        assertThat(stale).exists();
        try (ControlServer second = new ControlServer(stale, LIMITS, commands);
                SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            assertThat(client.connect(UnixDomainSocketAddress.of(stale))).isTrue();
        }
    }

    @Test
    void saysThatThePathIsTooLong() {
        Path deep = home.resolve("d".repeat(110)).resolve("control.sock");
        assertThatThrownBy(() -> new ControlServer(deep, LIMITS, commands))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(deep.toString())
                .hasMessageContaining("shorter home");
    }
}
