// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.transfer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.skerry.api.ContentLink;
import org.skerry.api.Manifest;
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

    /** With {@code owner} who is in the swarm for it. */
    WholeFolder(Ground ground, Ground.Rooms rooms, ContentLink link, Object owner) {
        this.ground = ground;
        this.rooms = rooms;
        this.link = link;
        this.owner = owner;
    }

    /**
     * Opens it and serves it from then on; {@code then} hears of it, and of nothing if it is not known any more. What fails
     * is tried again every {@link #RETRY}.
     */
    void open(Contents contents, Path folder, Consumer<Optional<Manifest>> then) {
        if (from == contents) {
            return;
        }
        from = contents;
        openings++;
        attempt(openings, () -> contents.reopenFetched(link.root(), folder), then);
    }

    private void attempt(
            long opening,
            Supplier<CompletionStage<Optional<SharedContent>>> reopen,
            Consumer<Optional<Manifest>> then) {
        reopen.get()
                .whenCompleteAsync(
                        (opened, failure) -> {
                            if (failure == null) {
                                opened(opening, opened, then);
                            } else if (opening == openings) {
                                failed(opening, failure, reopen, then);
                            }
                        },
                        ground.context().loop());
    }

    private void failed(
            long opening,
            Throwable failure,
            Supplier<CompletionStage<Optional<SharedContent>>> reopen,
            Consumer<Optional<Manifest>> then) {
        LOG.debug("what was fetched as {} cannot be opened now: {}", link.root(), failure.toString());
        ground.context().loop().schedule(RETRY, () -> {
            if (opening == openings) {
                attempt(opening, reopen, then);
            }
        });
    }

    private void opened(long opening, Optional<SharedContent> opened, Consumer<Optional<Manifest>> then) {
        if (opening != openings) {
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
        if (open != null) {
            ground.sources().remove(open);
            if (there) {
                open.close();
            }
            open = null;
        }
    }
}
