// SPDX-License-Identifier: Apache-2.0
package org.skerry.identity.internal;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys to which others seal, newest first, and their rotation. A renewal is asked for by use and done on the disk
 * executor, so that no caller waits for a disk, but when the newest key has expired already. Thread-safe.
 */
final class SealKeys {

    private static final Logger LOG = LoggerFactory.getLogger(SealKeys.class);
    private static final Duration RETRY = Duration.ofMinutes(1);
    /** A key that was made this far ahead of the clock was made by a wrong clock, and would stay for too long. */
    private static final Duration AHEAD = Duration.ofDays(1);
    /** Bounds what a clock that jumps to and fro can pile up. */
    private static final int MAX_KEPT = 4;

    private final IdentityFolder folder;
    private final SigningKey owner;
    private final SealKeyTerms terms;
    private final Clock clock;
    private final SecureRandom random;
    private final Executor disk;
    private final AtomicBoolean renewing = new AtomicBoolean();

    /** Newest first; empty only while it is constructed. */
    private volatile List<SealKeyPair> keys;

    private volatile Optional<Unsaved> unsaved = Optional.empty();
    private volatile boolean closed;

    /**
     * A renewal that is not on the disk.
     *
     * @param reason why
     * @param retryAt when to try again
     */
    private record Unsaved(String reason, Instant retryAt) {}

    /** Loads the keys and makes the first one; throws if they cannot be read or saved. */
    SealKeys(
            IdentityFolder folder,
            SigningKey owner,
            SealKeyTerms terms,
            Clock clock,
            SecureRandom random,
            Executor disk)
            throws IOException {
        this.folder = folder;
        this.owner = owner;
        this.terms = terms;
        this.clock = clock;
        this.random = random;
        this.disk = disk;
        this.keys = folder.loadSealKeys(owner);
        renew();
        if (unsaved.isPresent()) {
            throw new IOException("cannot write the seal keys: " + unsaved.get().reason);
        }
    }

    /** The newest, renewed soon if it is time. */
    SealKeyPair newest() {
        renewIfDue();
        return keys.get(0);
    }

    /** All that may still be opened, newest first. */
    List<SealKeyPair> held() {
        renewIfDue();
        return keys;
    }

    /** Why the newest keys are not on the disk, if they are not. */
    Optional<String> problem() {
        return unsaved.map(Unsaved::reason);
    }

    void close() {
        closed = true;
        synchronized (this) {
            keys.forEach(SealKeyPair::wipe);
        }
    }

    private void renewIfDue() {
        Instant now = clock.instant();
        if (!isDue(now)) {
            return;
        }
        if (!now.isBefore(keys.get(0).expiry())) {
            renew();
        } else if (renewing.compareAndSet(false, true)) {
            try {
                disk.execute(this::renewOnDisk);
            } catch (RejectedExecutionException e) {
                renewing.set(false);
            }
        }
    }

    private void renewOnDisk() {
        try {
            renew();
        } finally {
            renewing.set(false);
        }
    }

    private boolean isDue(Instant now) {
        return !closed
                && (unsaved.map(later -> !now.isBefore(later.retryAt)).orElse(false)
                        || newestIsOld(now)
                        || keys.stream().anyMatch(key -> isOver(key, now)));
    }

    private boolean newestIsOld(Instant now) {
        Instant created = keys.get(0).created();
        return !now.isBefore(created.plus(terms.rotation())) || now.isBefore(created.minus(AHEAD));
    }

    private boolean isOver(SealKeyPair key, Instant now) {
        return !now.isBefore(key.expiry().plus(terms.grace()));
    }

    private synchronized void renew() {
        Instant now = clock.instant();
        if (closed || !keys.isEmpty() && !isDue(now)) {
            return;
        }
        List<SealKeyPair> before = keys;
        List<SealKeyPair> after = new ArrayList<>();
        if (before.isEmpty() || newestIsOld(now)) {
            after.add(next(before, now));
        }
        before.stream()
                .filter(key -> !isOver(key, now))
                .limit(MAX_KEPT - after.size())
                .forEach(after::add);
        keys = List.copyOf(after);
        before.stream().filter(key -> !after.contains(key)).forEach(SealKeyPair::wipe);
        save(now);
    }

    /** Numbered by the second, so that the sequence grows even if the file was lost. */
    private SealKeyPair next(List<SealKeyPair> before, Instant now) {
        Instant created = now.truncatedTo(ChronoUnit.SECONDS);
        long after = before.isEmpty() ? 0 : before.get(0).published().epoch() + 1;
        long epoch = Math.max(after, created.getEpochSecond());
        SealKeyPair next = SealKeyPair.sign(owner, X25519Keys.randomPrivate(random), epoch, created, terms.life());
        LOG.info("New seal key, good until {}", next.expiry());
        return next;
    }

    /** A full disk does not stop the node: the keys hold in memory, and saving is tried again. */
    private void save(Instant now) {
        try {
            folder.saveSealKeys(keys);
            unsaved = Optional.empty();
        } catch (IOException e) {
            LOG.warn("The seal keys are not saved, and those made since are lost with a restart: {}", e.toString());
            unsaved = Optional.of(new Unsaved(e.toString(), now.plus(RETRY)));
        }
    }
}
