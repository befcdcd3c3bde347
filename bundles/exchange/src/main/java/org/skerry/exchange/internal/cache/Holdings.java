// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.skerry.api.CachedContent;
import org.skerry.api.ChunkId;
import org.skerry.api.ContentLink;
import org.skerry.api.SwarmId;
import org.skerry.exchange.internal.cache.HoldingRecord.Stage;
import org.skerry.exchange.internal.flow.ExchangeContext;
import org.skerry.exchange.internal.local.Sources;
import org.skerry.spi.content.ChunkRead;
import org.skerry.spi.content.Contents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All holdings of this node: what was said of them, how they are fetched, served and pinned. Confined to the loop. */
public final class Holdings {

    private static final Logger LOG = LoggerFactory.getLogger(Holdings.class);

    private final ExchangeContext context;
    private final CacheSurroundings around;
    private final Evictions evictions;
    private final Census census;
    private final Doubts doubts;
    private final Map<ChunkId, Holding> byRoot = new LinkedHashMap<>();
    private final Map<SwarmId, Holding> bySwarm = new LinkedHashMap<>();
    private long numbers;
    private boolean takenUp;

    /** Begins with none. */
    public Holdings(
            ExchangeContext context, Sources sources, Supplier<Optional<Contents>> contents, CacheSurroundings around) {
        this.context = context;
        this.around = around;
        Batch.Walks walks = (holding, skip, visitor) ->
                new IndexWalk(context, sources, contents, skip, visitor).from(holding.root());
        evictions = new Evictions(context, sources, contents, walks, this, around);
        census = new Census(context, sources, contents, walks, this::counted);
        doubts = new Doubts(context, census::count);
    }

    List<Holding> all() {
        return List.copyOf(byRoot.values());
    }

    private Optional<Holding> of(ChunkId root) {
        return Optional.ofNullable(byRoot.get(root));
    }

    private Holding obtain(ContentLink link) {
        Holding known = byRoot.get(link.root());
        if (known != null) {
            return known;
        }
        return add(new HoldingRecord(
                link.withoutSecret(),
                Stage.FETCHING,
                false,
                false,
                0,
                0,
                context.loop().now(),
                Optional.empty()));
    }

    private Holding add(HoldingRecord record) {
        Holding holding = new Holding(record, numbers++);
        byRoot.put(holding.root(), holding);
        bySwarm.put(holding.swarm(), holding);
        return holding;
    }

    /**
     * Takes up what was written down; what was followed and is not whole is fetched on.
     *
     * @param records those that could be read
     * @param all whether there are no more
     */
    public void takeUp(List<HoldingRecord> records, boolean all) {
        records.stream()
                .filter(it -> !byRoot.containsKey(it.link().root()))
                .sorted(Comparator.comparing(HoldingRecord::stored))
                .forEach(record -> {
                    Holding holding = add(record);
                    seat(holding, false);
                    switch (holding.stage()) {
                        case FETCHING -> resume(holding);
                        case DROPPING -> evictions.drop(holding);
                        default -> census.count(holding);
                    }
                });
        takenUp |= all;
        evictions.look();
    }

    /** {@return whether what was written down is known; before, nothing can be told to be no one's} */
    public boolean takenUp() {
        return takenUp;
    }

    /** {@return whether anything was said of a content} */
    public boolean knows(ChunkId root) {
        return byRoot.containsKey(root);
    }

    private void resume(Holding holding) {
        if (holding.followed()) {
            around.fetch(holding.link(), false);
        }
    }

    /** What a disk that was changed by others shows after a restart: peers are told what is there, and no more. */
    private void counted(Holding holding, Census.Result result) {
        if (holding.stage() != Stage.WHOLE) {
            holding.bytesHere(result.bytes());
            return;
        }
        if (result.whole()) {
            seat(holding, true);
            around.whole(holding.swarm(), holding.root());
        } else {
            LOG.warn(
                    "chunks of {}, which is kept for others, are not here any more: fetches them again",
                    holding.root());
            holding.stage(Stage.FETCHING);
            holding.bytesHere(result.bytes());
            around.retract(holding.swarm());
            seat(holding, false);
            around.tellAgain(holding.swarm());
            written(holding);
            resume(holding);
        }
    }

    /** Providers or limits have changed. */
    public void update() {
        roomMade();
        census.update();
        evictions.look();
    }

    // What transfers say.

    /** A transfer fetches a content from now on. */
    public void fetching(ContentLink link, CacheFetch fetch) {
        Holding holding = obtain(link);
        holding.fetch(fetch);
        holding.note("");
        holding.refused(false);
        holding.clearedPages(0);
        holding.empty(false);
        if (holding.stage() != Stage.WHOLE) {
            holding.stage(Stage.FETCHING);
        }
        seat(holding, holding.stage() == Stage.WHOLE);
        written(holding);
    }

    /** How far it is. */
    public void progress(ContentLink link, long bytesHere, long bytesTotal) {
        of(link.root()).filter(it -> it.stage() == Stage.FETCHING).ifPresent(holding -> {
            holding.bytesHere(bytesHere);
            holding.bytesTotal(bytesTotal);
            holding.stored(context.loop().now());
        });
    }

    /** All of it is here. It is followed from now on. */
    public void whole(ContentLink link, long bytesTotal) {
        Holding holding = obtain(link);
        holding.fetch(null);
        holding.stage(Stage.WHOLE);
        holding.followed(true);
        holding.bytesHere(bytesTotal);
        holding.bytesTotal(bytesTotal);
        seat(holding, true);
        changed(holding);
    }

    /** {@return what is to be written down of all of them} */
    public List<HoldingRecord> records() {
        return byRoot.values().stream().map(Holding::record).toList();
    }

    /** {@return contents of which all is here, as far as is known} */
    public List<ContentLink> whole() {
        return byRoot.values().stream()
                .filter(it -> it.stage() == Stage.WHOLE)
                .map(Holding::link)
                .toList();
    }

    /** Chunks of a content that was whole are not here any more: it is fetched again. */
    public void lost(ContentLink link) {
        of(link.root()).filter(it -> it.stage() == Stage.WHOLE).ifPresent(holding -> {
            holding.stage(Stage.PARTIAL);
            seat(holding, false);
            add(link, holding.pinned());
        });
    }

    /**
     * A transfer has ended, and not all of it is here.
     *
     * @param why one line for people, empty if it was taken back: then it is followed no more
     */
    public void ended(ContentLink link, String why) {
        of(link.root()).ifPresent(holding -> {
            holding.fetch(null);
            if (holding.stage() == Stage.FETCHING) {
                holding.stage(Stage.PARTIAL);
            }
            holding.note(why);
            if (why.isEmpty()) {
                holding.followed(false);
            }
            seat(holding, holding.stage() == Stage.WHOLE);
            changed(holding);
        });
    }

    /** {@return whether a content is to be here whole, whoever asks for it} */
    public boolean follows(ContentLink link) {
        return of(link.root()).filter(Holding::followed).isPresent();
    }

    /** {@return why a content must not be fetched now, one line for people; empty if it may} */
    public Optional<String> obstacle(ContentLink link) {
        return of(link.root())
                .flatMap(it -> Admission.obstacle(
                        it, byRoot.values(), context.settings().cache().quota()));
    }

    /** A chunk comes in, or was found here. @return completes when it may be written: nothing removes it any more */
    public CompletionStage<?> comes(ChunkId chunk) {
        return evictions.spare(chunk);
    }

    /** Asks for room for a chunk. @return whether there is, now or once it was made; then {@link #release} follows */
    public CompletionStage<Boolean> reserve(ContentLink link, int length) {
        Holding holding = obtain(link);
        return evictions.room().reserve(holding, length, obstacle(link).isEmpty());
    }

    /** What was reserved is in a store, or is not to come. */
    public void release(int length) {
        evictions.room().release(length);
    }

    // What peers do.

    /** A peer got a chunk. Written down at most once in a while, as it happens all the time. */
    public void served(SwarmId swarm) {
        Holding holding = bySwarm.get(swarm);
        if (holding != null) {
            Instant now = context.loop().now();
            holding.served(now);
            Duration since = Duration.between(holding.written(), now).abs();
            if (since.compareTo(context.settings().cache().recency()) >= 0) {
                written(holding);
            }
        }
    }

    /** A peer wanted a chunk in a swarm, and it could not be given. */
    public void unserved(SwarmId swarm, ChunkRead why) {
        Holding holding = bySwarm.get(swarm);
        if (holding != null && why instanceof ChunkRead.Missing) {
            doubts.about(holding);
        }
    }

    // What the operator says.

    /** Follows a content. @return why not, or how it stands */
    public Answer add(ContentLink link, boolean pin) {
        Holding holding = obtain(link);
        Optional<String> refusal = pin ? pinning(holding) : Optional.empty();
        if (refusal.isPresent()) {
            if (holding.fetch().isEmpty() && holding.bytesTotal() == 0 && !holding.followed()) {
                forget(holding);
            }
            return new Answer(refusal, null);
        }
        holding.followed(true);
        if (holding.stage() == Stage.PARTIAL || holding.stage() == Stage.DROPPING) {
            holding.stage(Stage.FETCHING);
        }
        seat(holding, holding.stage() == Stage.WHOLE);
        changed(holding);
        if (holding.stage() == Stage.FETCHING) {
            around.fetch(holding.link(), true);
        }
        return new Answer(Optional.empty(), holding.view());
    }

    /** Pins a content that is here, or takes its pin back. */
    public Answer pin(ChunkId root, boolean pinned) {
        Holding holding = byRoot.get(root);
        if (holding == null || holding.stage() == Stage.DROPPING) {
            return new Answer(Optional.empty(), null);
        }
        Optional<String> refusal = pinned ? pinning(holding) : Optional.empty();
        if (refusal.isEmpty()) {
            holding.pinned(pinned);
            changed(holding);
            fetchRest(holding);
        }
        return new Answer(refusal, refusal.isPresent() ? null : holding.view());
    }

    /** What is pinned is to be here whole. */
    private void fetchRest(Holding holding) {
        if (holding.pinned() && holding.followed() && holding.stage() == Stage.PARTIAL) {
            holding.stage(Stage.FETCHING);
            written(holding);
            around.fetch(holding.link(), true);
        }
    }

    private Optional<String> pinning(Holding holding) {
        Optional<String> refusal = Admission.unpinnable(
                holding, byRoot.values(), context.settings().cache().quota());
        if (refusal.isEmpty()) {
            holding.pinned(true);
        }
        return refusal;
    }

    /** Drops a content. */
    public Optional<CachedContent> drop(ChunkId root) {
        Holding holding = byRoot.get(root);
        if (holding == null) {
            return Optional.empty();
        }
        CachedContent was = holding.view();
        if (holding.stage() == Stage.DROPPING) {
            return Optional.of(was);
        }
        around.cancel(holding.link());
        holding.fetch(null);
        holding.followed(false);
        holding.pinned(false);
        holding.stage(Stage.DROPPING);
        around.retract(holding.swarm());
        seat(holding, false);
        changed(holding);
        evictions.drop(holding);
        return Optional.of(was);
    }

    /** {@return how all of them stand} */
    public List<CachedContent> list() {
        List<CachedContent> list = new ArrayList<>();
        byRoot.values().forEach(it -> list.add(it.view()));
        return list;
    }

    // What this room does.

    /** Its chunks are gone. */
    void forget(Holding holding) {
        if (byRoot.get(holding.root()) != holding) {
            return;
        }
        byRoot.remove(holding.root());
        bySwarm.remove(holding.swarm());
        around.forget(holding.root());
    }

    /** There may be room where there was none. */
    void roomMade() {
        byRoot.values().forEach(it -> it.refused(false));
    }

    /** Some of its chunks are about to go. */
    void evicting(Holding holding) {
        holding.fetch().ifPresent(CacheFetch::evicted);
        if (holding.stage() == Stage.WHOLE) {
            holding.stage(Stage.PARTIAL);
            seat(holding, false);
        }
        around.retract(holding.swarm());
        written(holding);
    }

    /** None of them goes any more. */
    void evicted(Holding holding) {
        if (holding.stage() == Stage.PARTIAL) {
            holding.note("dropped in part to make room; 'skerry cache add' fetches it again");
        }
        around.tellAgain(holding.swarm());
        written(holding);
    }

    private void seat(Holding holding, boolean whole) {
        if (holding.followed() && holding.stage() != Stage.DROPPING) {
            around.join(holding, holding.swarm(), whole);
        } else {
            around.leave(holding, holding.swarm());
        }
    }

    private void changed(Holding holding) {
        written(holding);
        roomMade();
        evictions.look();
    }

    private void written(Holding holding) {
        around.keep(holding.record());
    }

    /** An answer to the operator. @param refusal one line for people, if it was refused; @param content null if there is none */
    public record Answer(Optional<String> refusal, @Nullable CachedContent content) {}
}
