// SPDX-License-Identifier: Apache-2.0
package org.skerry.identity.internal;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.skerry.api.PeerId;
import org.skerry.api.SwarmId;
import org.skerry.api.admin.Upkeep;
import org.skerry.spi.identity.Envelopes;
import org.skerry.spi.identity.Identity;
import org.skerry.spi.identity.Opened;
import org.skerry.spi.identity.Purpose;
import org.skerry.spi.identity.SealKey;
import org.skerry.spi.identity.Signal;
import org.skerry.spi.signaling.Inbox;
import org.skerry.spi.signaling.Topic;
import org.skerry.spi.transport.TransportCertificate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the identity in the node's home and offers it as services. The incarnation is that of the framework's run. */
@Component(
        name = IdentityComponent.PID,
        configurationPid = IdentityComponent.PID,
        service = {Identity.class, Envelopes.class, Upkeep.class},
        immediate = true)
@Designate(ocd = IdentityConfiguration.class)
public final class IdentityComponent implements Identity, Envelopes, Upkeep {

    static final String PID = "org.skerry.identity";

    private static final Logger LOG = LoggerFactory.getLogger(IdentityComponent.class);
    private static final String HOME = "skerry.home";

    private final ThreadPoolExecutor disk = diskExecutor();
    private final LocalIdentity identity;
    private final Envelopes envelopes;
    private final IdentityUpkeep upkeep;

    /**
     * Opens the identity.
     *
     * @param context tells the home of the node and the run of the framework
     * @param configuration see its keys
     * @throws IOException with a message for people, if the files are damaged or cannot be used
     */
    @Activate
    public IdentityComponent(BundleContext context, IdentityConfiguration configuration) throws IOException {
        Path directory = directory(context.getProperty(HOME), configuration.directory());
        SealKeyTerms terms = new SealKeyTerms(
                Duration.ofDays(inRange("seal.rotation.days", configuration.seal_rotation_days(), 365)),
                Duration.ofHours(inRange("seal.grace.hours", configuration.seal_grace_hours(), 8760)));
        String run = context.getProperty(Constants.FRAMEWORK_UUID);
        identity = LocalIdentity.open(
                directory, Clock.systemUTC(), new SecureRandom(), terms, disk, run == null ? "" : run);
        envelopes = identity.envelopes();
        upkeep = new IdentityUpkeep(identity, Clock.systemUTC(), disk);
        LOG.info("This node is {}, incarnation {}", identity.self(), identity.incarnation());
    }

    @Deactivate
    void close() throws IOException {
        disk.shutdownNow();
        identity.close();
    }

    /** One thread, which is there only while it writes. */
    private static ThreadPoolExecutor diskExecutor() {
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(4), task -> {
                    Thread thread = new Thread(null, task, "skerry-identity-disk", 0, false);
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    private static Path directory(@Nullable String home, String configured) {
        if (home == null) {
            throw new IllegalStateException("the framework property " + HOME + " is not set");
        }
        try {
            return Path.of(home).resolve(configured);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(PID + ": directory is no path: " + e.getMessage(), e);
        }
    }

    private static int inRange(String key, int value, int max) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException(PID + ": " + key + " is " + value + ", and must be within 1 to " + max);
        }
        return value;
    }

    /** Why the files of this identity are behind what is in memory, if they are. */
    Optional<String> problem() {
        return identity.problem();
    }

    @Override
    public CompletionStage<List<Kept>> verify(boolean deep) {
        return upkeep.verify(deep);
    }

    @Override
    public CompletionStage<List<Kept>> repair() {
        return upkeep.repair();
    }

    @Override
    public PeerId self() {
        return identity.self();
    }

    @Override
    public long incarnation() {
        return identity.incarnation();
    }

    @Override
    public byte[] sign(Purpose purpose, byte[] message) {
        return identity.sign(purpose, message);
    }

    @Override
    public boolean verify(PeerId signer, Purpose purpose, byte[] message, byte[] signature) {
        return identity.verify(signer, purpose, message, signature);
    }

    @Override
    public SealKey sealKey() {
        return identity.sealKey();
    }

    @Override
    public boolean verify(PeerId owner, SealKey key, Instant now) {
        return identity.verify(owner, key, now);
    }

    @Override
    public Inbox inbox(long epochDay) {
        return identity.inbox(epochDay);
    }

    @Override
    public TransportCertificate certificate(TransportCertificate.Kind kind) {
        return identity.certificate(kind);
    }

    @Override
    public byte[] seal(Signal signal, SealKey to) {
        return envelopes.seal(signal, to);
    }

    @Override
    public byte[] seal(Signal signal, SwarmId swarm, long epochDay) {
        return envelopes.seal(signal, swarm, epochDay);
    }

    @Override
    public Opened open(byte[] envelope) {
        return envelopes.open(envelope);
    }

    @Override
    public Opened open(byte[] envelope, SwarmId swarm, long epochDay) {
        return envelopes.open(envelope, swarm, epochDay);
    }

    @Override
    public boolean plausible(byte[] envelope) {
        return envelopes.plausible(envelope);
    }

    @Override
    public boolean plausible(byte[] envelope, SwarmId swarm, long epochDay) {
        return envelopes.plausible(envelope, swarm, epochDay);
    }

    @Override
    public Topic topic(SwarmId swarm, long epochDay) {
        return envelopes.topic(swarm, epochDay);
    }

    @Override
    public int overheadBytes() {
        return envelopes.overheadBytes();
    }
}
