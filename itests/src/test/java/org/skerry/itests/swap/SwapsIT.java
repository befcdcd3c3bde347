// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.swap;

import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.AfterClass;
import org.junit.Assume;
import org.junit.BeforeClass;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;
import org.skerry.testkit.Isolated;

/**
 * Bundles are swapped while a tree is fetched, over each transport in a process and a network namespace of its own; skipped,
 * and said so, where there are none. In the end one table with all that was measured is printed, and stays in
 * {@code itests/target/swaps.md}.
 */
@RunWith(Parameterized.class)
public class SwapsIT {

    private static final List<List<String>> TRANSPORTS =
            List.of(List.of("direct"), List.of("webrtc"), List.of("direct", "webrtc"));
    private static final Duration PATIENCE = Duration.ofMinutes(Boolean.getBoolean("skerry.ci") ? 60 : 10);
    private static final Path TABLE =
            Path.of(System.getProperty("java.io.tmpdir")).resolveSibling("swaps.md");

    /** What the process of each said; parts of one share it. */
    private static final Map<List<String>, String> OUTPUTS = new HashMap<>();

    private final String part;
    private final List<String> transports;

    public SwapsIT(String part, List<String> transports) {
        this.part = part;
        this.transports = transports;
    }

    @Parameters(name = "{0}, over {1}")
    public static Object[][] parts() {
        List<Object[]> all = new ArrayList<>();
        for (List<String> transports : TRANSPORTS) {
            Swaps.parts(transports).keySet().forEach(part -> all.add(new Object[] {part, transports}));
        }
        return all.toArray(Object[][]::new);
    }

    @BeforeClass
    public static void beginTheTable() throws IOException {
        Files.writeString(TABLE, Figures.HEAD);
    }

    @AfterClass
    public static void printTheTable() throws IOException {
        System.out.println(Files.readString(TABLE));
    }

    @Test
    public void losesNothing() throws Exception {
        Optional<String> obstacle = Isolated.obstacle();
        obstacle.ifPresent(why -> System.err.println("SKIPPED: swaps of " + part + " over " + transports + ": " + why));
        Assume.assumeTrue(obstacle.orElse(""), obstacle.isEmpty());
        if (!OUTPUTS.containsKey(transports)) {
            OUTPUTS.put(transports, ""); // so that a process that broke is not started again for each part
            OUTPUTS.put(transports, output(transports));
        }
        String output = OUTPUTS.get(transports);
        assertTrue(output, output.lines().anyMatch(line -> line.equals(Swaps.HOLDS + part)));
    }

    private static String output(List<String> transports) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(TABLE.toString()));
        arguments.addAll(transports);
        Duration patience = PATIENCE.plus(RandomPart.length());
        return Isolated.run(Swaps.class, patience, arguments.toArray(String[]::new))
                .output();
    }
}
