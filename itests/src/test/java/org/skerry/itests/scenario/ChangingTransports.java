// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.scenario;

import static org.skerry.itests.scenario.Scenario.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.skerry.itests.Taken;
import org.skerry.itests.Trees;

/** One session over changing links: a fetch goes on while transports are stopped, started, updated and worn out. */
final class ChangingTransports {

    private static final String FEATURES = "framework, node, transport-direct, transport-webrtc, signaling-multicast, "
            + "store-file, sync-rarest, sync-sequential, shell";
    private static final String DIRECT = "org.skerry.transport.direct";
    private static final int SIZE = 96 << 20;
    private static final int RATE = 4 << 20;
    private static final Pattern CARRIES = Pattern.compile("session with \\S+ (?:open|goes on) over (\\w+)");
    private static final Pattern WORN_OUT = Pattern.compile("retires: its factory is replaced");

    private final Path fetching;
    private final Cli get;

    private ChangingTransports(Path fetching, Cli get) {
        this.fetching = fetching;
        this.get = get;
    }

    static void rotatedStoppedUpdated(Path work) throws Exception {
        Path shared = Files.createDirectory(work.resolve("shared"));
        Trees.random(shared.resolve("big.bin"), SIZE, 17);
        Path got = work.resolve("got");
        Path home =
                Sharing.configured(work.resolve("b"), Map.of("node.properties", properties(), Taken.FILE, logging()));
        Path serving = Sharing.configured(
                work.resolve("a"),
                Map.of("org.skerry.exchange.cfg", "node.up = " + RATE, "node.properties", properties()));
        try (SteeredNode sharing = SteeredNode.start(serving);
                Cli node = Cli.start(home, "start")) {
            RunningNode.awaitNode(home, node);
            String link = Cli.run(serving, "share", shared.toString()).line(60);
            try (Cli get = Cli.start(home, "get", link, "-o", got.toString())) {
                new ChangingTransports(home, get).change(sharing);
                check(get.running(), "it was over before all had changed, so this shows little");
                check(get.exit(120) == 0, get.all());
            }
        }
        String difference = Trees.difference(shared, got);
        check(difference.isEmpty(), difference);
        List<String> taken = Taken.of(home);
        check(taken.size() > 1000, "only " + taken.size() + " chunks");
        check(Taken.repeated(taken).isEmpty(), "fetched again what it had: " + Taken.repeated(taken));
    }

    private void change(SteeredNode sharing) throws Exception {
        carriedBy("direct");
        sharing.steer("stop", DIRECT);
        carriedBy("webrtc");
        int before = wornOut();
        await("two factories worn out", () -> wornOut() >= before + 2);
        sharing.steer("start", DIRECT);
        carriedBy("direct");
        sharing.steer("stop", DIRECT);
        carriedBy("webrtc");
        int links = carriers().size();
        sharing.steer("update", "org.skerry.transport.webrtc");
        await("a link of the new transport", () -> carriers().size() > links);
        carriedBy("webrtc");
        sharing.steer("start", DIRECT);
        carriedBy("direct");
    }

    private void carriedBy(String transport) throws Exception {
        await("carried by " + transport, () -> {
            List<String> all = carriers();
            return !all.isEmpty() && all.get(all.size() - 1).equals(transport);
        });
    }

    /** {@return the transports that have carried the session, one after the other, by the log of the fetching node} */
    private List<String> carriers() throws IOException {
        return CARRIES.matcher(log()).results().map(found -> found.group(1)).toList();
    }

    private int wornOut() throws IOException {
        Matcher found = WORN_OUT.matcher(log());
        return (int) found.results().count();
    }

    private String log() throws IOException {
        Path file = fetching.resolve("log/skerry.log");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private void await(String what, Condition condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.holds()) {
            check(get.running(), "the fetch ended before: " + what + "\n" + get.all());
            check(System.nanoTime() < deadline, "not within 30 s: " + what + "\n" + log());
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static String properties() {
        return "skerry.features = " + FEATURES + "\nskerry.webrtc.messages.per.factory = 200";
    }

    private static String logging() {
        return Taken.LOGGING.replace("<root ", "<logger name=\"org.skerry.peering\" level=\"DEBUG\"/><root ");
    }
}
