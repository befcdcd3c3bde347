// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which chunks a node has taken in from peers, by its own log: what was logged lay where it belongs by then. */
public final class Taken {

    /** Name of the file of {@code etc/} that makes a node log it. */
    public static final String FILE = "logback.xml";

    /** Content of that file. */
    public static final String LOGGING =
            "<configuration><appender name=\"file\" class=\"ch.qos.logback.core.FileAppender\">"
                    + "<file>${skerry.home}/log/skerry.log</file><encoder><pattern>%d %-5level %logger{24} %msg%n</pattern></encoder>"
                    + "</appender><appender name=\"taken\" class=\"ch.qos.logback.core.FileAppender\">"
                    + "<file>${skerry.home}/log/taken.log</file><encoder><pattern>%msg%n</pattern></encoder></appender>"
                    + "<logger name=\"org.skerry\" level=\"INFO\"/><logger name=\"org.skerry.exchange.taken\" level=\"DEBUG\""
                    + " additivity=\"false\"><appender-ref ref=\"taken\"/></logger>"
                    + "<root level=\"WARN\"><appender-ref ref=\"file\"/></root></configuration>\n";

    private Taken() {}

    /**
     * Reads the log of a node.
     *
     * @param home of the node
     * @return the chunks in the order in which they were taken in
     */
    public static List<String> of(Path home) throws IOException {
        List<String> chunks = new ArrayList<>();
        for (String line : Files.readAllLines(home.resolve("log/taken.log"))) {
            chunks.add(line.substring(line.lastIndexOf(' ') + 1));
        }
        return chunks;
    }

    /** {@return those that are in a list more than once} */
    public static Set<String> repeated(List<String> chunks) {
        Set<String> seen = new HashSet<>();
        Set<String> repeated = new HashSet<>();
        chunks.stream().filter(chunk -> !seen.add(chunk)).forEach(repeated::add);
        return repeated;
    }
}
