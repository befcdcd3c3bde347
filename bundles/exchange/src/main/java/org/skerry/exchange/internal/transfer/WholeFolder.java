// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.transfer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.skerry.api.ContentLink;
import org.skerry.api.Manifest;
import org.skerry.base.disk.DiskReason;
import org.skerry.exchange.internal.local.Sources;
import org.skerry.spi.content.Contents;
import org.skerry.spi.content.SharedContent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder that a transfer has written and that is whole, opened again after a restart of the node or with another
 * {@code content}: nothing is looked at before it is asked for. Confined to the loop.
 */
final class WholeFolder {

    private static final Logger LOG = LoggerFactory.getLogger(WholeFolder.class);

    /** After a failure; what is known is not forgotten meanwhile. */
    static final Duration RETRY = Duration.ofSeconds(10);

    private final Ground ground;
    private final Ground.Rooms rooms;
    private final ContentLink link;
    private final Object owner;
    private @Nullable Contents from;
    private long openings;
    private @Nullable SharedContent open;
    /** Why it could not be opened last. */
    private Optional<String> trouble = Optional.empty();

    /** With {@code owner} who is in the swarm for it. */
    WholeFolder(Ground ground, Ground.Rooms rooms, ContentLink link, Object owner) {
        this.ground = ground;
        this.rooms = rooms;
        this.link = link;
        this.owner = owner;
    }

    /**
     * Opens it and serves it from then on; {@code then} hears of it, and of nothing if it is not known any more. What fails
     * is tried again every {@link #RETRY}; {@code failed} hears of the first time.
     */
    void open(Contents contents, Path folder, Consumer<Optional<Manifest>> then, Runnable failed) {
        if (from == contents) {
            return;
        }
        from = contents;
        openings++;
        attempt(new Opening(openings, contents, folder, then, failed));
    }

    /** {@return why it is not served, one line for people; empty if it is, or that is not known yet} */
    Optional<String> trouble() {
        return trouble;
    }

    private record Opening(
            long number, Contents from, Path folder, Consumer<Optional<Manifest>> then, Runnable failed) {}

    private void attempt(Opening it) {
        it.from()
                .reopenFetched(link.root(), it.folder())
                .whenCompleteAsync(
                        (opened, failure) -> {
                            if (failure == null) {
                                opened(it, opened);
                            } else if (it.number() == openings) {
                                failed(it, failure);
                            }
                        },
                        ground.context().loop());
    }

    private void failed(Opening it, Throwable failure) {
        String why = line(failure) + "; 'skerry repair', or 'skerry get' with its link and -o " + it.folder()
                + ", makes it anew";
        ground.troubles().served(this, why);
        boolean first = trouble.isEmpty();
        trouble = Optional.of(why);
        if (first) {
            it.failed().run();
        }
        ground.context().loop().schedule(RETRY, () -> {
            if (it.number() == openings) {
                attempt(it);
            }
        });
    }

    /** {@return what a stage failed with, in one line} */
    static String line(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return DiskReason.of(cause).lines().findFirst().orElse("");
    }

    private void fine() {
        trouble = Optional.empty();
        ground.troubles().over(this);
    }

    private void opened(Opening it, Optional<SharedContent> opened) {
        Consumer<Optional<Manifest>> then = it.then();
        if (it.number() == openings) {
            fine();
        }
        if (it.number() != openings) {
            opened.ifPresent(SharedContent::close); // closed meanwhile
        } else if (opened.isEmpty()) {
            LOG.info("what was fetched as {} cannot be opened again, so it is served no more", link.root());
            then.accept(Optional.empty());
        } else {
            open = opened.get();
            ground.sources().add(Sources.Kind.ACQUISITION, link.swarm(), opened.get());
            ground.memberships().put(owner, link.swarm(), false, true);
            rooms.have().whole(link.swarm(), link.root());
            then.accept(Optional.of(opened.get().manifest()));
        }
    }

    /**
     * Serves it no more.
     *
     * @param there false if the content that opened it has gone, and has closed it
     */
    void close(boolean there) {
        from = null;
        openings++;
        fine();
        if (open != null) {
            ground.sources().remove(open);
            if (there) {
                open.close();
            }
            open = null;
        }
    }
}
