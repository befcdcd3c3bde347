// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.skerry.api.PeerId;
import org.skerry.api.PeerInfo;
import org.skerry.api.Registration;
import org.skerry.api.SwarmId;
import org.skerry.api.admin.Readiness;
import org.skerry.api.admin.Upkeep;
import org.skerry.base.loop.ThreadLoop;
import org.skerry.base.loop.ThreadWorkers;
import org.skerry.base.loop.Workers;
import org.skerry.peering.internal.core.PeeringCore;
import org.skerry.peering.internal.guard.Reputation;
import org.skerry.peering.internal.node.Limits;
import org.skerry.spi.identity.Envelopes;
import org.skerry.spi.identity.Identity;
import org.skerry.spi.session.Conduct;
import org.skerry.spi.session.Peering;
import org.skerry.spi.session.SessionListener;
import org.skerry.spi.signaling.SignalingProvider;
import org.skerry.spi.transport.TransportProvider;
import org.skerry.spi.trust.TrustPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Peering as a component: a loop of its own, and references that come and go at any time. Being active proves nothing; what
 * is missing shows in {@link #findings}.
 */
@Component(
        name = "org.skerry.peering",
        configurationPid = "org.skerry.peering",
        service = {Peering.class, Readiness.class, Upkeep.class},
        immediate = true)
@Designate(ocd = PeeringConfiguration.class)
public final class PeeringComponent implements Peering, Readiness, Upkeep {

    private static final Logger LOG = LoggerFactory.getLogger(PeeringComponent.class);
    private static final long FAREWELL_MILLIS = 40;

    private final AtomicReference<Identity> identity = new AtomicReference<>();
    private final AtomicReference<Envelopes> envelopes = new AtomicReference<>();
    private final AtomicBoolean warm = new AtomicBoolean();
    private final ThreadLoop loop;
    private final PeeringCore core;
    private final Workers disk;
    private final AtomicReference<List<Reputation.Score>> lastScores = new AtomicReference<>(List.of());
    private final Optional<ReputationJournal> journal;

    /** Starts; throws with a message that names the key if a limit is wrong. */
    @Activate
    public PeeringComponent(PeeringConfiguration config, BundleContext context) {
        this(config, Optional.ofNullable(context.getProperty("skerry.home")));
    }

    PeeringComponent(PeeringConfiguration config, Optional<String> home) {
        Limits limits = ConfiguredLimits.of(config);
        journal = home.filter(folder -> !config.directory().isEmpty())
                .map(folder -> ReputationJournal.in(Path.of(folder), config.directory()));
        disk = new ThreadWorkers("skerry-peering-work", 1, thrown -> LOG.error("writing a journal failed", thrown));
        loop = new ThreadLoop("skerry-peering", thrown -> LOG.error("a task of peering failed", thrown));
        core = new PeeringCore(loop, new SecureRandom(), limits);
        journal.ifPresent(file -> core.journal(file.load(), scores -> {
            lastScores.set(scores);
            disk.execute(() -> file.save(lastScores.getAndSet(List.of())));
        }));
    }

    @Override
    public CompletionStage<List<Kept>> verify(boolean deep) {
        return kept(false);
    }

    @Override
    public CompletionStage<List<Kept>> repair() {
        return kept(true);
    }

    private CompletionStage<List<Kept>> kept(boolean repair) {
        return disk.submit(() -> journal.map(it -> it.kept(repair)).orElse(List.of()));
    }

    /** Puts other limits in force; what is open stays. */
    @Modified
    void modified(PeeringConfiguration config) {
        core.limits(ConfiguredLimits.of(config));
    }

    /** Says goodbye to the peers, as far as that works in a moment. */
    @Deactivate
    void deactivate() {
        core.stopHearing();
        CountDownLatch said = new CountDownLatch(1);
        loop.execute(() -> {
            core.closeOnLoop();
            said.countDown();
        });
        try {
            if (!said.await(FAREWELL_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.debug("stopped before every peer was told");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        loop.close();
        disk.close(); // drops what it has not begun
        journal.ifPresent(file -> file.save(lastScores.getAndSet(List.of())));
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindIdentity(Identity next) {
        identity.set(next);
        core.identity(next);
        warmUp();
    }

    void unbindIdentity(Identity gone) {
        if (identity.compareAndSet(gone, null)) {
            core.identity(null);
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindEnvelopes(Envelopes next) {
        envelopes.set(next);
        core.envelopes(next);
        warmUp();
    }

    private void warmUp() {
        Identity keys = identity.get();
        Envelopes seals = envelopes.get();
        if (keys != null && seals != null && warm.compareAndSet(false, true)) {
            new WarmUp(keys, seals).begin(loop, disk);
        }
    }

    void unbindEnvelopes(Envelopes gone) {
        if (envelopes.compareAndSet(gone, null)) {
            core.envelopes(null);
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindSignaling(SignalingProvider provider, Map<String, Object> properties) {
        core.addSignaling(
                provider,
                text(properties, SignalingProvider.SCOPE, SignalingProvider.SCOPE_INTERNET),
                ranking(properties));
    }

    void unbindSignaling(SignalingProvider provider) {
        core.removeSignaling(provider);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindTransport(TransportProvider provider, Map<String, Object> properties) {
        core.addTransport(provider, text(properties, TransportProvider.NAME, ""), ranking(properties));
    }

    void unbindTransport(TransportProvider provider) {
        core.removeTransport(provider);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindTrust(TrustPolicy policy) {
        core.addTrust(policy);
    }

    void unbindTrust(TrustPolicy policy) {
        core.removeTrust(policy);
    }

    private static String text(Map<String, Object> properties, String key, String absent) {
        return properties.get(key) instanceof String value ? value : absent;
    }

    private static int ranking(Map<String, Object> properties) {
        return properties.get(Constants.SERVICE_RANKING) instanceof Integer value ? value : 0;
    }

    @Override
    public Registration join(SwarmId swarm, boolean seeking) {
        return core.join(swarm, seeking);
    }

    @Override
    public Registration listen(SessionListener listener) {
        return core.listen(listener);
    }

    @Override
    public List<PeerInfo> peers() {
        return core.peers();
    }

    @Override
    public void report(PeerId peer, Conduct conduct, String detail) {
        core.report(peer, conduct, detail);
    }

    @Override
    public List<Finding> findings() {
        return core.findings();
    }
}
