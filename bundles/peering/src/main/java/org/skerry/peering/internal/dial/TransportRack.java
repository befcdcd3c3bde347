// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.dial;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import org.skerry.base.loop.Backoff;
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
 * goes. One that cannot open is tried again. Confined to the loop, but for {@link #names} and {@link #troubles}.
 */
public final class TransportRack {

    private static final Logger LOG = LoggerFactory.getLogger(TransportRack.class);
    private static final Backoff RETRY = Backoff.doublingFrom(Duration.ofSeconds(2));

    private record Offer(TransportProvider provider, String name, int ranking) {}

    private record Open(Offer offer, TransportSlot slot) {}

    private final Node node;
    private final LongConsumer going;
    private final Runnable changed;
    private final List<Offer> offers = new ArrayList<>();
    private final Map<String, Open> open = new ConcurrentHashMap<>();
    private final Map<String, String> troubles = new ConcurrentHashMap<>();
    private long generation;
    private boolean closed;

    /**
     * An empty rack.
     *
     * @param node the node; nothing opens before it knows itself
     * @param going hears the generation number of an opening that goes, before it is closed
     * @param changed hears that there are other transports now
     */
    public TransportRack(Node node, LongConsumer going, Runnable changed) {
        this.node = node;
        this.going = going;
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

    /** A provider left: what it opened is gone at once. */
    public void remove(TransportProvider provider) {
        offers.removeIf(offer -> offer.provider().equals(provider));
        for (Open each : List.copyOf(open.values())) {
            if (each.offer().provider().equals(provider)) {
                drop(each);
                fill(each.slot().name(), 0);
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
        List.copyOf(open.values()).forEach(this::drop);
    }

    /** Closes all that is open, and opens nothing any more. */
    public void close() {
        closed = true;
        reset();
    }

    /** Names of the open ones, in the order of preference. */
    public List<String> names() {
        return open.values().stream()
                .sorted(Comparator.comparingInt((Open each) -> -each.offer().ranking())
                        .thenComparing(each -> each.slot().name()))
                .limit(Presence.MAX_TRANSPORTS)
                .map(each -> each.slot().name())
                .toList();
    }

    /** What is wrong, by name of the transport; empty if nothing is. */
    public Map<String, String> troubles() {
        return Map.copyOf(troubles);
    }

    Optional<TransportSlot> find(String name) {
        return Optional.ofNullable(open.get(name)).map(Open::slot);
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

    private void drop(Open each) {
        open.remove(each.slot().name());
        going.accept(each.slot().generation());
        try {
            each.slot().transport().close();
        } catch (RuntimeException | LinkageError e) {
            LOG.debug(
                    "{}: transport {} failed to close: {}",
                    node.label(),
                    each.slot().name(),
                    e.toString());
        }
        changed.run();
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
