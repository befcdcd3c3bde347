// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli.demo;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.skerry.runtime.cli.CommandException;
import org.skerry.runtime.cli.Exit;
import org.skerry.runtime.cli.Json;
import org.skerry.runtime.cli.Output;
import org.skerry.runtime.cli.SizeConverter;
import org.skerry.runtime.cli.TransportOption;
import org.skerry.runtime.cli.Units;
import org.skerry.runtime.node.Distribution;
import org.skerry.runtime.node.NodeException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code demo [PATH]}. */
@Command(
        name = "demo",
        description = {
            "Share a folder with one node and fetch it with another, both on this machine, and compare.",
            "Nothing of it leaves the machine; what it makes is removed in the end."
        })
public final class DemoCommand implements Callable<Integer> {

    private static final String STALL_MILLIS = "stallMillis";
    private static final int STALL = 60_000;
    private static final long SAMPLE_BYTES = 64_000_000;

    @Parameters(arity = "0..1", paramLabel = "PATH", description = "What to share. Default: a sample tree.")
    private Path path;

    @Option(
            names = "--size",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "Size of the sample tree, when no PATH is given. Default: 64M")
    private Long size;

    @Mixin
    private TransportOption transport;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandException, NodeException, IOException, InterruptedException {
        if (path != null && size != null) {
            throw new ParameterException(
                    spec.commandLine(), "--size is for the sample tree, and PATH is shared as it is");
        }
        if (path != null && !Files.exists(path)) {
            throw new CommandException(Exit.NOT_FOUND, "there is no " + path);
        }
        if (transport.choice() == TransportOption.Choice.WEBRTC) {
            WebRtcNeeds.check(Distribution.current());
        }
        try (DemoFolder folder = new DemoFolder()) {
            return run(folder);
        }
    }

    private int run(DemoFolder folder) throws CommandException, IOException, InterruptedException {
        Path shared = path == null ? sample(folder.path()) : path.toRealPath();
        int port = freePort();
        Output.messages().println("starting two nodes");
        ChildNode sharing = folder.own(ChildNode.start("sharing", folder.path().resolve("a"), port, transport));
        ChildNode fetching =
                folder.own(ChildNode.start("fetching", folder.path().resolve("b"), port, transport));
        sharing.awaitReady();
        fetching.awaitReady();
        Output.messages().println("reading in " + shared);
        JsonObject share = share(sharing, shared);
        DemoReport.line(
                Output.data(),
                "shared",
                Units.count(Json.number(share, "files"), "file") + ", " + Units.bytes(Json.number(share, "fileBytes"))
                        + ", " + Units.count(Json.number(share, "chunks"), "chunk"));
        Path target = folder.path().resolve("fetched");
        DemoReport report = new DemoReport(Instant.now());
        fetching.client()
                .call("get", getArguments(Json.text(share, "link"), target), report::onEvent)
                .orFail();
        report.print(Output.data(), Json.number(share, "fileBytes"), wireBytes(fetching));
        Optional<String> difference = Files.isDirectory(shared)
                ? TreeComparison.difference(shared, target)
                : TreeComparison.entry(shared, target.resolve(shared.getFileName()));
        if (difference.isPresent()) {
            throw new CommandException(Exit.FAILED, "the trees differ: " + difference.get());
        }
        Output.data().println("identical");
        Output.data().flush();
        return Exit.OK;
    }

    private Path sample(Path folder) throws IOException {
        Path sample = folder.resolve("sample");
        long bytes = size == null ? SAMPLE_BYTES : size;
        Output.messages().println("making a sample tree of about " + Units.bytes(bytes));
        new SampleTree(System.nanoTime()).make(sample, bytes);
        return sample;
    }

    private static JsonObject share(ChildNode node, Path what) throws CommandException {
        JsonObject arguments = jakarta.json.Json.createObjectBuilder()
                .add("paths", jakarta.json.Json.createArrayBuilder().add(what.toString()))
                .build();
        return node.client().call("share", arguments, event -> {}).orFail().asJsonObject();
    }

    private static JsonObject getArguments(String link, Path target) {
        return jakarta.json.Json.createObjectBuilder()
                .add("link", link)
                .add("folder", target.toString())
                .add(STALL_MILLIS, STALL)
                .build();
    }

    private static long[] wireBytes(ChildNode node) throws CommandException {
        JsonValue peers = node.client()
                .call("peers", JsonValue.EMPTY_JSON_OBJECT, event -> {})
                .orFail();
        long[] bytes = new long[2];
        for (JsonObject peer : Json.objects(peers)) {
            bytes[0] += Json.number(peer, "bytesIn");
            bytes[1] += Json.number(peer, "bytesOut");
        }
        return bytes;
    }

    /** A port that no one uses now, so that no other node, and no other demo, is met. */
    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
