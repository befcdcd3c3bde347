// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.skerry.api.Cache;
import org.skerry.api.ChunkId;
import org.skerry.api.ContentLink;
import org.skerry.api.FetchOptions;
import org.skerry.api.PeerId;
import org.skerry.api.PeerInfo;
import org.skerry.api.Registration;
import org.skerry.api.Share;
import org.skerry.api.ShareOptions;
import org.skerry.api.Skerry;
import org.skerry.api.SkerryListener;
import org.skerry.api.Transfer;
import org.skerry.api.admin.Readiness;
import org.skerry.api.admin.Upkeep;
import org.skerry.base.loop.ThreadLoop;
import org.skerry.base.loop.ThreadWorkers;
import org.skerry.base.loop.Workers;
import org.skerry.exchange.internal.flow.ExchangeContext;
import org.skerry.exchange.internal.flow.ExchangeSettings;
import org.skerry.exchange.internal.flow.Throttle;
import org.skerry.spi.content.Contents;
import org.skerry.spi.identity.Identity;
import org.skerry.spi.session.Peering;
import org.skerry.spi.store.ChunkStore;
import org.skerry.spi.sync.SyncStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The exchange as a component: services in, {@link Skerry} out. Every provider may be missing, and may come and go. */
@Component(
        name = ExchangeComponent.PID,
        configurationPid = ExchangeComponent.PID,
        immediate = true,
        service = {Skerry.class, Readiness.class, Upkeep.class})
@Designate(ocd = ExchangeConfiguration.class)
public final class ExchangeComponent implements Skerry, Readiness, Upkeep {

    static final String PID = "org.skerry.exchange";

    private static final Logger LOG = LoggerFactory.getLogger(ExchangeComponent.class);
    private static final int MOST_WORKERS = 64;

    private final ThreadLoop loop;
    private final Workers workers;
    private final Exchange exchange;
    private final Bindings bindings;

    /**
     * Starts it.
     *
     * @throws IllegalArgumentException with a message that names the key, if a limit makes no sense
     */
    @Activate
    public ExchangeComponent(BundleContext bundle, ExchangeConfiguration configuration) {
        ExchangeSettings settings = settings(configuration);
        Path state = state(bundle, configuration.directory());
        if (configuration.workers() < 1 || configuration.workers() > MOST_WORKERS) {
            throw new IllegalArgumentException(
                    PID + ": workers = " + configuration.workers() + " is not within 1 to 64");
        }
        loop = new ThreadLoop("skerry-exchange", thrown -> LOG.error("a task on the loop failed", thrown));
        workers = new ThreadWorkers(
                "skerry-exchange-worker",
                configuration.workers(),
                thrown -> LOG.error("a worker's task failed", thrown));
        long heap = Runtime.getRuntime().maxMemory();
        bindings = new Bindings(bundle);
        exchange = new Exchange(
                new ExchangeContext(loop, workers, new Random(), heap, settings), state, bindings::findingsOfPeering);
        exchange.start();
        LOG.info("exchange started");
    }

    private static Path state(BundleContext bundle, String directory) {
        String home = bundle.getProperty("skerry.home");
        if (home == null || home.isBlank()) {
            throw new IllegalStateException(PID + ": the framework property skerry.home is not set");
        }
        Path folder = Path.of(home).toAbsolutePath().normalize();
        Path state = folder.resolve(directory).normalize();
        if (directory.isBlank() || !state.startsWith(folder)) {
            throw new IllegalArgumentException(PID + ": directory = " + directory + " is not below the node's home");
        }
        return state;
    }

    static ExchangeSettings settings(ExchangeConfiguration it) {
        return new ExchangeSettings(
                it.want_window(),
                it.request_max(),
                it.request_bytes(),
                it.credit_max(),
                it.serve_wants(),
                it.serve_queue(),
                it.control_per_second(),
                it.serve_readahead(),
                Duration.ofSeconds(it.stall_s()),
                it.endgame_chunks(),
                Duration.ofMillis(it.have_delay_ms()),
                it.transfer_kept(),
                it.resume(),
                new ExchangeSettings.Caching(it.cache_quota(), Duration.ofSeconds(it.cache_recency_s())),
                new Throttle.Rates(it.node_up(), it.swarm_up(), it.peer_up()),
                new Throttle.Rates(it.node_down(), it.swarm_down(), it.peer_down()));
    }

    /** Changes the limits; wrong ones are refused and the old ones stay. */
    @Modified
    void modified(ExchangeConfiguration configuration) {
        exchange.settings(settings(configuration));
    }

    /** Stops, within 100 ms; transfers and shares are taken up again at the next start. */
    @Deactivate
    void deactivate() {
        exchange.close();
        loop.close();
        workers.close();
        LOG.info("exchange stopped");
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindIdentity(Identity identity) {
        exchange.identity(identity);
    }

    void unbindIdentity(Identity identity) {
        // Who this node is stays known.
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindPeering(Peering peering, Map<String, Object> properties) {
        bindings.peering(peering, properties);
        exchange.peering(peering);
    }

    void unbindPeering(Peering peering) {
        // A better one is bound before the one it replaces is unbound.
        if (bindings.peeringGone(peering)) {
            exchange.peering(null);
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindContents(Contents contents) {
        bindings.contents(contents);
        exchange.contents(contents);
    }

    void unbindContents(Contents contents) {
        if (bindings.contentsGone(contents)) {
            exchange.contents(null);
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindStore(ChunkStore store, Map<String, Object> properties) {
        bindings.storeCame(store);
        exchange.addStore(store, ranking(properties), serviceId(properties));
    }

    void updatedStore(ChunkStore store, Map<String, Object> properties) {
        bindStore(store, properties);
    }

    void unbindStore(ChunkStore store) {
        bindings.storeGone(store);
        exchange.removeStore(store);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindStrategy(SyncStrategy strategy, Map<String, Object> properties) {
        bindings.strategyCame(strategy, name(properties));
        exchange.addStrategy(strategy, name(properties), ranking(properties), serviceId(properties));
    }

    void updatedStrategy(SyncStrategy strategy, Map<String, Object> properties) {
        bindStrategy(strategy, properties);
    }

    void unbindStrategy(SyncStrategy strategy) {
        bindings.strategyGone(strategy);
        exchange.removeStrategy(strategy);
    }

    /** By reference only: to get the service of a component that needs this one would be a circle. */
    @Reference(
            service = Readiness.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindReadiness(ServiceReference<Readiness> reference) {
        bindings.readinessCame(reference);
    }

    void unbindReadiness(ServiceReference<Readiness> reference) {
        bindings.readinessGone(reference);
    }

    private static String name(Map<String, Object> properties) {
        return String.valueOf(properties.getOrDefault(SyncStrategy.NAME, ""));
    }

    private static int ranking(Map<String, Object> properties) {
        return properties.get(Constants.SERVICE_RANKING) instanceof Integer ranking ? ranking : 0;
    }

    private static long serviceId(Map<String, Object> properties) {
        return properties.get(Constants.SERVICE_ID) instanceof Long id ? id : Long.MAX_VALUE;
    }

    @Override
    public List<Finding> findings() {
        return exchange.findings(bindings.findings());
    }

    @Override
    public CompletionStage<List<Kept>> verify(boolean deep) {
        return exchange.upkeep().verify(deep);
    }

    @Override
    public CompletionStage<List<Kept>> repair() {
        return exchange.upkeep().repair();
    }

    @Override
    public int turn() {
        return exchange.upkeep().turn();
    }

    @Override
    public PeerId self() {
        return exchange.self();
    }

    @Override
    public CompletionStage<Share> share(List<Path> paths, ShareOptions options) {
        return exchange.share(paths, options);
    }

    @Override
    public Transfer fetch(ContentLink link, FetchOptions options) {
        return exchange.fetch(link, options);
    }

    @Override
    public List<Share> shares() {
        return exchange.shares();
    }

    @Override
    public CompletionStage<Boolean> unshare(ChunkId root) {
        return exchange.unshare(root);
    }

    @Override
    public List<Transfer> transfers() {
        return exchange.transfers();
    }

    @Override
    public Cache cache() {
        return exchange.cache();
    }

    @Override
    public List<String> strategies() {
        return exchange.strategies();
    }

    @Override
    public List<PeerInfo> peers() {
        return exchange.peers();
    }

    @Override
    public Registration listen(SkerryListener listener) {
        return exchange.listen(listener);
    }
}
