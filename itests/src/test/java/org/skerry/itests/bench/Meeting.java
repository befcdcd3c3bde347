// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.skerry.itests.Trees;
import org.skerry.runtime.cli.Json;

/**
 * Two nodes meet, fetch a small share, and part until each has forgotten the other, again and again. So every round finds,
 * dials and asks a stranger. The first round is the cold one; before the others the nodes are left alone for a while.
 */
final class Meeting {

    /** Configuration of both: forget soon, and tell how long answers take. */
    static final Map<String, String> ETC = Map.of(
            "org.skerry.peering.cfg", "directory.remember.s = 1\nsession.linger.s = 0\n", "logback.xml", logback());

    private static final Pattern ANSWER = Pattern.compile("first byte of \\S+ after (\\d+) us");
    private static final int SHARE_BYTES = 200_000;

    /** After the cold round: nodes practise in the background for half a minute after their start. */
    private static final long SETTLE_MILLIS = 40_000;

    private final Path work;
    final Samples found = new Samples();
    final Samples dialled = new Samples();
    final Samples firstChunk = new Samples();

    Meeting(Path work) {
        this.work = work;
    }

    void rounds(Control sharer, Control seeker, int rounds) throws Exception {
        for (int i = 0; i < rounds; i++) {
            Path shared = Files.createDirectories(work.resolve("meet/" + i));
            Trees.random(shared.resolve("small.bin"), SHARE_BYTES, i);
            String link = sharer.share(shared);
            Control.Fetched fetched = seeker.get(link, work.resolve("met/" + i));
            fetched.untilFirst("peer-found").ifPresent(found::add);
            fetched.first("peer-connected").ifPresent(event -> dialled.add(Json.decimal(event, "dialMillis")));
            fetched.untilFirst("first-chunk").ifPresent(firstChunk::add);
            sharer.unshare(shared);
            part(sharer);
            part(seeker);
            if (i == 0) {
                Thread.sleep(SETTLE_MILLIS);
            }
        }
    }

    private static void part(Control node) throws Exception {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!node.peers().isEmpty()) {
            if (System.nanoTime() > end) {
                throw new IOException("the nodes do not forget each other: " + node.peers());
            }
            Thread.sleep(50);
        }
    }

    /** {@return milliseconds from WANT to the first byte, of chunks that were asked for while nothing else was} */
    static Samples answers(Path home) throws IOException {
        Samples answers = new Samples();
        for (String line : Files.readAllLines(home.resolve("log/skerry.log"))) {
            Matcher matcher = ANSWER.matcher(line);
            if (matcher.find()) {
                answers.add(Long.parseLong(matcher.group(1)) / 1000.0);
            }
        }
        return answers;
    }

    private static String logback() {
        return "<configuration><appender name=\"file\" class=\"ch.qos.logback.core.FileAppender\">"
                + "<file>${skerry.home}/log/skerry.log</file><encoder><pattern>%d %-5level %logger{24} %msg%n</pattern>"
                + "</encoder></appender><logger name=\"org.skerry.exchange.latency\" level=\"DEBUG\"/>"
                + "<root level=\"WARN\"><appender-ref ref=\"file\"/></root></configuration>";
    }
}
