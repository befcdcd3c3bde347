// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.dial;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.skerry.base.loop.Backoff;
import org.skerry.base.loop.Cancellable;
import org.skerry.peering.internal.directory.Presence;
import org.skerry.peering.internal.node.Node;
import org.skerry.peering.internal.node.Self;
import org.skerry.spi.transport.Transport;
import org.skerry.spi.transport.TransportCertificate;
import org.skerry.spi.transport.TransportContext;
import org.skerry.spi.transport.TransportProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transports that are there: opens one for each name, that of the highest service ranking, and the next one when it
 * goes. One that goes stays open for a moment, so that sessions can move from it. One that cannot open is tried again.
 * Confined to the loop, but for {@link #names} and {@link #troubles}.
 */
public final class TransportRack {

    private static final Logger LOG = LoggerFactory.getLogger(TransportRack.class);
    private static final Backoff RETRY = Backoff.doublingFrom(Duration.ofSeconds(2));

    /** How often it is looked whether an opening that goes is still needed. */
    private static final Duration LOOK = Duration.ofMillis(20);

    private record Offer(TransportProvider provider, String name, int ranking) {}

    private record Open(Offer offer, TransportSlot slot) {}

    private final Node node;
    private final Users users;
    private final Runnable changed;
    private final List<Offer> offers = new ArrayList<>();
    private final Map<String, Open> open = new ConcurrentHashMap<>();
    private final Map<Open, Cancellable> leaving = new HashMap<>();
    private final Map<String, String> troubles = new ConcurrentHashMap<>();
    private long generation;
    private boolean closed;

    /** Those who use openings, by their generation numbers. */
    public interface Users {

        /** An opening goes; says whether it is needed for a moment still. */
        boolean going(long generation);

        /** Whether an opening that goes is needed still. */
        boolean needs(long generation);
    }

    /**
     * An empty rack.
     *
     * @param node the node; nothing opens before it knows itself
     * @param users hear when an opening goes
     * @param changed hears that there are other transports now
     */
    public TransportRack(Node node, Users users, Runnable changed) {
        this.node = node;
        this.users = users;
        this.changed = changed;
    }

    /** A provider came. */
    public void add(TransportProvider provider, String name, int ranking) {
        if (name.isEmpty() || name.length() > Presence.MAX_NAME) {
            LOG.warn("{}: a transport without a usable {}: '{}'", node.label(), TransportProvider.NAME, name);
            return;
        }
        offers.add(new Offer(provider, name, ranking));
        fill(name, 0);
    }

    /** A provider left: what it opened is not used for anything new, and goes when sessions have moved, or soon. */
    public void remove(TransportProvider provider) {
        offers.removeIf(offer -> offer.provider().equals(provider));
        for (Open each : List.copyOf(open.values())) {
            if (each.offer().provider().equals(provider)) {
                open.remove(each.slot().name());
                fill(each.slot().name(), 0);
                retire(each);
                changed.run();
            }
        }
        troubles.keySet()
                .removeIf(
                        name -> offers.stream().noneMatch(offer -> offer.name().equals(name)));
    }

    /** The node knows itself now. */
    public void selfChanged() {
        offers.stream().map(Offer::name).distinct().toList().forEach(name -> fill(name, 0));
    }

    /** Closes all that is open, to open it anew for another identity. */
    public void reset() {
        for (Open each : List.copyOf(open.values())) {
            open.remove(each.slot().name());
            users.going(each.slot().generation());
            close(each);
            changed.run();
        }
        leaving.values().forEach(Cancellable::cancel);
        List.copyOf(leaving.keySet()).forEach(this::close);
    }

    /** Closes all that is open, and opens nothing any more. */
    public void close() {
        closed = true;
        reset();
    }

    /** Names of the open ones, in the order of preference. */
    public List<String> names() {
        return sorted().limit(Presence.MAX_TRANSPORTS)
                .map(each -> each.slot().name())
                .toList();
    }

    /** As configured, then by service ranking, then by name. */
    private Stream<Open> sorted() {
        List<String> preference = node.limits().move().preference();
        return open.values().stream()
                .sorted(Comparator.comparingInt(
                                (Open each) -> place(preference, each.slot().name()))
                        .thenComparingInt(each -> -each.offer().ranking())
                        .thenComparing(each -> each.slot().name()));
    }

    private static int place(List<String> preference, String name) {
        int place = preference.indexOf(name);
        return place < 0 ? preference.size() : place;
    }

    /** The open ones that another node has too, the best first. */
    List<TransportSlot> common(Collection<String> theirs) {
        return sorted().map(Open::slot)
                .filter(slot -> theirs.contains(slot.name()))
                .toList();
    }

    /** Those of the common ones that are better than another one. */
    List<TransportSlot> better(String than, Collection<String> theirs) {
        List<String> preference = node.limits().move().preference();
        boolean known = open.containsKey(than);
        return sorted().takeWhile(each -> !each.slot().name().equals(than))
                .filter(each -> known || place(preference, each.slot().name()) < place(preference, than))
                .map(Open::slot)
                .filter(slot -> theirs.contains(slot.name()))
                .toList();
    }

    /** What is wrong, by name of the transport; empty if nothing is. */
    public Map<String, String> troubles() {
        return Map.copyOf(troubles);
    }

    Optional<TransportSlot> find(String name) {
        return Optional.ofNullable(open.get(name)).map(Open::slot);
    }

    /** Whether an opening is still to be used for new links. */
    boolean isOpen(TransportSlot slot) {
        return find(slot.name()).filter(slot::equals).isPresent();
    }

    private void fill(String name, int attempt) {
        Self self = node.self().orElse(null);
        if (self == null || closed || open.containsKey(name)) {
            return;
        }
        Optional<Offer> best =
                offers.stream().filter(offer -> offer.name().equals(name)).max(Comparator.comparingInt(Offer::ranking));
        best.ifPresent(offer -> open(offer, attempt));
    }

    private void open(Offer offer, int attempt) {
        String name = offer.name();
        try {
            Transport transport = offer.provider().open(new Context(node, node.label()));
            open.put(name, new Open(offer, new TransportSlot(name, ++generation, transport)));
            troubles.remove(name);
            changed.run();
        } catch (IOException | RuntimeException | LinkageError e) {
            String message = e.getMessage() == null ? e.toString() : e.getMessage();
            if (!message.equals(troubles.put(name, message))) {
                LOG.warn("{}: transport {} cannot open: {}", node.label(), name, message);
            }
            node.loop().schedule(RETRY.next(attempt, node.random()), () -> fill(name, attempt + 1));
        }
    }

    private void retire(Open each) {
        if (users.going(each.slot().generation())) {
            closeWhenFree(each, node.loop().nanoTime());
        } else {
            close(each);
        }
    }

    private void closeWhenFree(Open each, long since) {
        long limit = node.limits().move().drain().toNanos();
        leaving.put(each, node.loop().schedule(LOOK, () -> {
            boolean late = node.loop().nanoTime() - since >= limit;
            if (late || !users.needs(each.slot().generation())) {
                close(each);
            } else {
                closeWhenFree(each, since);
            }
        }));
    }

    private void close(Open each) {
        leaving.remove(each);
        try {
            each.slot().transport().close();
        } catch (RuntimeException | LinkageError e) {
            LOG.debug(
                    "{}: transport {} failed to close: {}",
                    node.label(),
                    each.slot().name(),
                    e.toString());
        }
        // Its port is free now: the next provider of that name may have found it taken.
        fill(each.slot().name(), 0);
    }

    /** Asks the identity each time, for it may have been replaced; usable from any thread. */
    private record Context(Node node, String label) implements TransportContext {
        @Override
        public TransportCertificate certificate(TransportCertificate.Kind kind) {
            return node.self()
                    .orElseThrow(() -> new IllegalStateException("the identity is not there now"))
                    .identity()
                    .certificate(kind);
        }
    }
}
