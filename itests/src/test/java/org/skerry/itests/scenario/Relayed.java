// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.scenario;

import static org.skerry.itests.scenario.Scenario.check;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.skerry.itests.Trees;

/** WebRTC through a TURN server, coturn, and nothing else. */
final class Relayed {

    /** The command that it needs. */
    static final String SERVER = "turnserver";

    private static final String ADDRESS = "10.83.75.1";

    private Relayed() {}

    static void relayOnly(Path work) throws Exception {
        Path shared = Files.createDirectory(work.resolve("shared"));
        Trees.random(shared.resolve("some.bin"), 5 << 20, 41);
        Path got = work.resolve("got");
        Path a = relayOnly(work.resolve("a"), "udp", "password");
        Path b = relayOnly(work.resolve("b"), "tcp", "password");
        Path stranger = relayOnly(work.resolve("c"), "udp", "wrong");
        Process server = server(work);
        try (Cli share = Cli.start(a, "share", shared.toString(), "--transport", "webrtc")) {
            String link = share.line(60);
            try (Cli get = Cli.start(b, "get", link, "-o", got.toString(), "--serve", "--transport", "webrtc")) {
                get.await(60, it -> Sharing.whole(got, "some.bin"));
                String peers = Cli.run(b, "peers").out();
                check(peers.contains("relay udp " + ADDRESS), peers);
            }
            String difference = Trees.difference(shared, got);
            check(difference.isEmpty(), difference);
            Cli refused =
                    Cli.run(stranger, "get", link, "-o", work + "/none", "--timeout", "8s", "--transport", "webrtc");
            check(refused.exit(1) == 3, "came to the share without the relay: " + refused.all());
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    private static Path relayOnly(Path home, String transport, String password) throws IOException {
        String server = "turn:" + ADDRESS + ":3478?transport=" + transport + ";user;" + password;
        return Sharing.configured(
                home, Map.of("org.skerry.transport.webrtc.cfg", "ice.servers = " + server + "\nice.policy = relay"));
    }

    private static Process server(Path work) throws IOException {
        File log = work.resolve("turnserver.log").toFile();
        List<String> options = List.of("--no-cli", "--no-tls", "--no-dtls", "--lt-cred-mech", "--log-file=stdout");
        List<String> own = List.of(
                "--listening-ip=" + ADDRESS,
                "--relay-ip=" + ADDRESS,
                "--realm=skerry.test",
                "--user=user:password",
                "--userdb=" + work.resolve("turndb"),
                "--pidfile=" + work.resolve("turnserver.pid"));
        ProcessBuilder builder =
                new ProcessBuilder(SERVER).redirectErrorStream(true).redirectOutput(log);
        builder.command().addAll(options);
        builder.command().addAll(own);
        return builder.start();
    }
}
