// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.swap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs a pair of nodes and swaps their bundles, part by part; to be run in a process and a network namespace of its own. */
public final class Swaps {

    /** At which content is served while bundles are swapped, so that a fetch lasts: bytes per second. */
    private static final long RATE = 8 << 20;

    /** Of each log, to be printed when a part fails. */
    private static final int LINES = 40;

    /** Stands before the name of a part that was passed, in a line of its own. */
    static final String HOLDS = "holds: ";

    private Swaps() {}

    /** {@return the parts over one transport, or over several that are there at once, by name and in order} */
    static Map<String, Part> parts(List<String> transports) {
        Map<String, Part> parts = new LinkedHashMap<>();
        if (transports.size() > 1) {
            parts.put("any bundle", new RandomPart(transports));
        } else {
            parts.put("sync strategy", new ProvidersPart(Bundles.STRATEGY));
            parts.put("signaling", new ProvidersPart(Bundles.SIGNALING));
            parts.put("transport", new TransportPart(transports.get(0)));
            parts.put("floors 1 and 2", new FloorsPart());
            parts.put("store", new ProvidersPart(Bundles.STORE));
        }
        parts.keySet().removeIf(name -> !name.matches(System.getProperty("skerry.swap.parts", ".*")));
        return parts;
    }

    /**
     * Runs all parts, whether or not one fails.
     *
     * @param arguments the file that gets the table; the names of the transports
     */
    public static void main(String[] arguments) throws Exception {
        List<String> transports = List.of(arguments).subList(1, arguments.length);
        Figures figures = new Figures(Path.of(arguments[0]), String.join(" and ", transports));
        try (Pair pair = Pair.start(transports, RATE)) {
            Fetches fetches = new Fetches(pair);
            for (Map.Entry<String, Part> part : parts(transports).entrySet()) {
                try {
                    part.getValue().run(pair, fetches, figures);
                    System.out.println(HOLDS + part.getKey());
                } catch (Exception | AssertionError e) {
                    System.out.println("fails: " + part.getKey());
                    e.printStackTrace(System.out);
                    fetches.abandon();
                    printLogs(pair);
                }
            }
        }
        System.exit(0);
    }

    private static void printLogs(Pair pair) throws IOException {
        for (SwappedNode node : pair.both()) {
            List<String> lines = Files.readAllLines(node.home().resolve("log/skerry.log"));
            System.out.println("the last lines of the log of the node in " + node.home());
            lines.subList(Math.max(0, lines.size() - LINES), lines.size()).forEach(System.out::println);
        }
    }
}
