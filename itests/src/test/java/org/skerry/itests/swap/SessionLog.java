// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.swap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What has become of the sessions of a node, by its own log.
 *
 * @param opened how many began
 * @param closed how many ended
 * @param interrupted how often a link was lost
 * @param relinked how often another link took over
 * @param errors lines that tell of an error
 */
record SessionLog(long opened, long closed, long interrupted, long relinked, List<String> errors) {

    private static final Pattern OPENED = Pattern.compile("session with \\S+ open over ");
    private static final Pattern CLOSED = Pattern.compile("session with \\S+ closed ");
    private static final Pattern INTERRUPTED = Pattern.compile("session with \\S+ interrupted: ");
    private static final Pattern RELINKED = Pattern.compile("session with \\S+ goes on over ");
    private static final Pattern ERROR = Pattern.compile("^\\S+ \\S+ ERROR ");

    /** Reads the log. @param home of the node */
    static SessionLog of(Path home) throws IOException {
        List<String> lines = Files.readAllLines(home.resolve("log/skerry.log"));
        return new SessionLog(
                count(lines, OPENED),
                count(lines, CLOSED),
                count(lines, INTERRUPTED),
                count(lines, RELINKED),
                lines.stream().filter(it -> ERROR.matcher(it).find()).toList());
    }

    private static long count(List<String> lines, Pattern what) {
        return lines.stream().filter(it -> what.matcher(it).find()).count();
    }

    /** {@return what has happened since an earlier look} */
    SessionLog since(SessionLog before) {
        return new SessionLog(
                opened - before.opened,
                closed - before.closed,
                interrupted - before.interrupted,
                relinked - before.relinked,
                errors.subList(before.errors.size(), errors.size()));
    }
}
