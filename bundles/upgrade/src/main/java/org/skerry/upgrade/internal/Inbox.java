// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.skerry.api.admin.Upgrades;
import org.skerry.api.admin.Upgrades.Options;
import org.skerry.api.admin.Upgrades.Outcome;
import org.skerry.api.admin.Upgrades.Report;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deploys what is put into a folder, as by command. A file that has not changed for a while is taken once its signature is there, or
 * some seconds later without. What was taken is removed; what was not is renamed, and a text beside it says why.
 */
final class Inbox implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    private static final String REFUSED = ".refused";
    private static final String SIGNATURE = ".sig";
    private static final Duration FOR_SIGNATURE = Duration.ofSeconds(10);
    private static final Options OPTIONS = new Options(false, false);

    private final Path folder;
    private final Upgrades gate;
    private final Clock clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(run -> {
        Thread made = new Thread(run, "skerry-upgrade-inbox");
        made.setDaemon(true);
        return made;
    });
    /** What was seen at the last look. Confined to the thread. */
    private Map<Path, Seen> seen = new HashMap<>();
    /** What the gate has now, so that it is not given twice. */
    private volatile boolean handed;

    private Future<?> looking = CompletableFuture.completedFuture(null);

    /**
     * A file at a look.
     *
     * @param bytes its length
     * @param changed when it was written to, in milliseconds
     * @param since when it was first seen like that
     */
    private record Seen(long bytes, long changed, Instant since) {
        boolean sameFile(Seen other) {
            return bytes == other.bytes && changed == other.changed;
        }
    }

    Inbox(Path folder, Upgrades gate, Clock clock) {
        this.folder = folder;
        this.gate = gate;
        this.clock = clock;
    }

    /** Looks from now on, or at another pace than before. @param pause between two looks; zero for none */
    synchronized void open(Duration pause) {
        looking.cancel(false);
        if (!pause.isZero()) {
            looking = thread.scheduleWithFixedDelay(
                    this::lookSafely, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void lookSafely() {
        try {
            look();
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} cannot be looked at: {}", folder, e.toString());
        }
    }

    /** One look; hands over one file at most. */
    void look() throws IOException {
        if (handed) {
            return;
        }
        Map<Path, Seen> now = new HashMap<>();
        for (Path file : files()) {
            Seen is = seen(file);
            Seen was = seen.get(file);
            boolean settled = was != null && was.sameFile(is);
            now.put(file, settled ? was : is);
            if (settled && (signed(file) || waitedFor(was))) {
                seen = now;
                hand(file);
                return;
            }
        }
        seen = now;
    }

    private List<Path> files() throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(it -> it.toString().matches(".*\\.(jar|zip)"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    private Seen seen(Path file) throws IOException {
        return new Seen(Files.size(file), Files.getLastModifiedTime(file).toMillis(), clock.instant());
    }

    private static Path beside(Path file, String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }

    private static boolean signed(Path file) {
        return Files.exists(beside(file, SIGNATURE));
    }

    private boolean waitedFor(Seen was) {
        return Duration.between(was.since(), clock.instant()).compareTo(FOR_SIGNATURE) >= 0;
    }

    private void hand(Path file) {
        handed = true;
        var unused = gate.deploy(List.of(file), OPTIONS, step -> {}).whenComplete((report, failure) -> {
            try {
                settle(file, report, failure);
            } catch (IOException e) {
                LOG.warn("{} cannot be put away: {}", file, e.toString());
            } finally {
                handed = false;
            }
        });
    }

    private static void settle(Path file, Report report, Throwable failure) throws IOException {
        if (failure instanceof BusyException || failure != null && failure.getCause() instanceof BusyException) {
            return;
        }
        if (failure == null && report.outcome() != Outcome.ROLLED_BACK) {
            Files.deleteIfExists(file);
            Files.deleteIfExists(beside(file, SIGNATURE));
            return;
        }
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        String why = failure == null ? report.message() : String.valueOf(cause.getMessage());
        LOG.warn("{} was not deployed: {}", file, why);
        Files.writeString(beside(file, REFUSED + ".txt"), why + "\n");
        Files.move(file, beside(file, REFUSED), StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
