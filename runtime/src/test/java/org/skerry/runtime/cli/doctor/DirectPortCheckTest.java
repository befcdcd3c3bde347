// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.skerry.runtime.node.NodeHome;

@Timeout(30)
class DirectPortCheckTest {

    @TempDir
    Path folder;

    private Finding find(String bind, String port) {
        Properties configuration = new Properties();
        configuration.setProperty("bind", bind);
        configuration.setProperty("port", port);
        return DirectPortCheck.finding(new NodeHome(folder), configuration);
    }

    @Test
    void namesTheKeyThatIsWrong() {
        for (String wrong : new String[] {"192.0.2.99", "300.1.2.3"}) {
            Finding finding = find("127.0.0.1, " + wrong, "0");
            assertThat(finding.level()).isEqualTo(Finding.Level.FAIL);
            assertThat(finding.message())
                    .startsWith("etc/org.skerry.transport.direct.cfg: bind: '" + wrong
                            + "' is not an address of this machine (");
        }
        assertThat(find("", "70000"))
                .isEqualTo(Finding.fail(
                        "direct port",
                        "etc/org.skerry.transport.direct.cfg: port: '70000' is not a port (0 to 65535)"));
        assertThat(find("127.0.0.1", "0"))
                .isEqualTo(Finding.ok("direct port", "none is set, so a node takes one that is free"));
    }

    @Test
    void asksTheNodeWhetherItIsTheOneThatUsesThePort() throws IOException {
        try (ServerSocket used = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(used.getLocalPort());
            assertThat(find("127.0.0.1", port).message())
                    .startsWith("TCP " + port + " cannot be bound (")
                    .endsWith("): end what uses it, or set another port in etc/org.skerry.transport.direct.cfg");
            assertThat(find("127.0.0.1", port, "transport", "open: direct, webrtc"))
                    .isEqualTo(
                            Finding.ok("direct port", "TCP " + port + " is used by the node that runs in this home"));
            for (String name : new String[] {"transport direct", "transport"}) {
                String trouble = (name.equals("transport") ? "direct: " : "closed: ") + "in use";
                Finding finding = find("127.0.0.1", port, name, trouble);
                assertThat(finding.level()).isEqualTo(Finding.Level.FAIL);
                assertThat(finding.message()).endsWith("; the node of this home says: " + trouble);
            }
        }
    }

    /** With a node that has one finding. */
    private Finding find(String bind, String port, String name, String message) throws IOException {
        Path socket = new NodeHome(folder).socket();
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> answer(server, name, message));
            Finding finding = find(bind, port);
            answered.join();
            return finding;
        } finally {
            java.nio.file.Files.delete(socket);
        }
    }

    private static void answer(ServerSocketChannel server, String name, String message) {
        try (SocketChannel client = server.accept()) {
            new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8)).readLine();
            String finding = "{\"name\":\"%s\",\"ready\":true,\"message\":\"%s\"}".formatted(name, message);
            client.write(StandardCharsets.UTF_8.encode("{\"event\":\"data\",\"value\":{\"findings\":[" + finding
                    + "]}}\n" + "{\"event\":\"exit\",\"code\":0}\n"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
