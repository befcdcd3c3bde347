// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.cache;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.skerry.api.CachedContent;
import org.skerry.api.ChunkId;
import org.skerry.api.ContentLink;
import org.skerry.api.SwarmId;
import org.skerry.exchange.internal.cache.HoldingRecord.Stage;

/** A content of which chunks are, or were, in the stores. Confined to the loop. */
final class Holding {

    /** Pages come on top of the chunks of content that the root counts: about a thousandth; more where files are small. */
    private static final int PAGES_PART = 32;

    private final ContentLink link;
    private final long number;
    private Stage stage;
    private boolean followed;
    private boolean pinned;
    private long bytesHere;
    private long bytesTotal;
    private Instant stored;
    private Optional<Instant> served;
    private Instant written = Instant.EPOCH;
    private String note = "";
    private @Nullable CacheFetch fetch;
    private int clearedPages;
    private int clearings;
    private boolean refused;
    private boolean empty;

    Holding(HoldingRecord record, long number) {
        this.link = record.link();
        this.number = number;
        this.stage = record.stage();
        this.followed = record.followed();
        this.pinned = record.pinned();
        this.bytesHere = record.bytesHere();
        this.bytesTotal = record.bytesTotal();
        this.stored = record.stored();
        this.served = record.served();
    }

    ContentLink link() {
        return link;
    }

    ChunkId root() {
        return link.root();
    }

    SwarmId swarm() {
        return link.swarm();
    }

    /** {@return the older, the lower} */
    long number() {
        return number;
    }

    Stage stage() {
        return stage;
    }

    void stage(Stage next) {
        stage = next;
    }

    boolean followed() {
        return followed;
    }

    void followed(boolean now) {
        followed = now;
    }

    boolean pinned() {
        return pinned;
    }

    void pinned(boolean now) {
        pinned = now;
    }

    long bytesHere() {
        return bytesHere;
    }

    void bytesHere(long bytes) {
        bytesHere = Math.max(0, bytes);
    }

    long bytesTotal() {
        return bytesTotal;
    }

    void bytesTotal(long bytes) {
        bytesTotal = bytes;
    }

    /** {@return bytes in the stores when all of it is here, about; 0 while that is not known} */
    long need() {
        return bytesTotal + bytesTotal / PAGES_PART;
    }

    Optional<Instant> served() {
        return served;
    }

    void served(Instant now) {
        served = Optional.of(now);
    }

    void stored(Instant now) {
        stored = now;
    }

    /** {@return when it was last served, or stored if that is later; what is not pinned goes in this order} */
    Instant recency() {
        return served.filter(it -> it.isAfter(stored)).orElse(stored);
    }

    /** {@return the recency that was written down last} */
    Instant written() {
        return written;
    }

    String note() {
        return note;
    }

    void note(String text) {
        note = text;
    }

    Optional<CacheFetch> fetch() {
        return Optional.ofNullable(fetch);
    }

    void fetch(@Nullable CacheFetch now) {
        fetch = now;
    }

    /** {@return whether it is being fetched now: then none of it is taken away} */
    boolean active() {
        return fetch != null && fetch.active();
    }

    /** {@return pages at the front of its index, of those that list chunks, none of whose chunks are left} */
    int clearedPages() {
        return clearedPages;
    }

    void clearedPages(int pages) {
        clearedPages = pages;
    }

    /** {@return how often chunks of it began to be taken away} */
    int clearings() {
        return clearings;
    }

    void clearing() {
        clearings++;
    }

    /** {@return whether a chunk of it found no room, and nothing has changed since} */
    boolean refused() {
        return refused;
    }

    void refused(boolean now) {
        refused = now;
    }

    /** {@return whether nothing is left of it that may go} */
    boolean empty() {
        return empty;
    }

    void empty(boolean now) {
        empty = now;
    }

    /** {@return what is to be written down} */
    HoldingRecord record() {
        written = recency();
        return new HoldingRecord(link, stage, followed, pinned, bytesHere, bytesTotal, stored, served);
    }

    /** {@return how it stands} */
    CachedContent view() {
        Optional<String> waits = stage == Stage.FETCHING && fetch != null ? fetch.waits() : Optional.empty();
        CachedContent.State state = switch (stage) {
            case WHOLE -> CachedContent.State.COMPLETE;
            case PARTIAL -> CachedContent.State.PARTIAL;
            case DROPPING -> CachedContent.State.DROPPING;
            case FETCHING ->
                fetch == null && !followed
                        ? CachedContent.State.PARTIAL
                        : waits.isPresent() ? CachedContent.State.WAITING : CachedContent.State.FETCHING;
        };
        return new CachedContent(
                link, state, waits.orElse(note), followed, pinned, bytesHere, bytesTotal, stored, served);
    }
}
