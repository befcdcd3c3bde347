// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.settings;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogReaderService;
import org.skerry.shell.internal.check.ComponentFailures;

/** The log of the framework (OSGi Core 8, chapter 101), which holds the last hundred entries. */
final class FrameworkLog implements RefusalLog {

    private final Supplier<Optional<LogReaderService>> reader;

    FrameworkLog(Supplier<Optional<LogReaderService>> reader) {
        this.reader = reader;
    }

    private List<LogEntry> entries() {
        return reader.get()
                .map(it -> Collections.list(it.getLog()))
                .map(List::copyOf)
                .orElse(List.of());
    }

    @Override
    public long mark() {
        return entries().stream().mapToLong(LogEntry::getSequence).max().orElse(-1);
    }

    @Override
    public Optional<String> since(long mark, long bundle) {
        return entries().stream()
                .filter(it -> it.getSequence() > mark && it.getException() != null)
                .filter(it -> it.getBundle() != null && it.getBundle().getBundleId() == bundle)
                .map(it -> message(it.getException()))
                .findFirst();
    }

    private static String message(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        return ComponentFailures.reason(trace.toString());
    }
}
