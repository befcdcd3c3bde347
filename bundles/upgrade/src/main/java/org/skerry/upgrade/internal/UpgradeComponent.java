// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Hashtable;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.feature.FeatureService;
import org.osgi.service.metatype.annotations.Designate;
import org.skerry.api.admin.Upgrades;
import org.skerry.base.bytes.Hex;
import org.skerry.upgrade.set.BundleSet;
import org.skerry.upgrade.set.SetStore;
import org.skerry.upgrade.trust.Publishers;
import org.skerry.upgrade.trust.UntrustedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gate of the node, as a service. It needs the launcher, which offers what reads features and what makes frameworks. */
@Component(
        name = UpgradeComponent.PID,
        configurationPid = UpgradeComponent.PID,
        immediate = true,
        service = {})
@Designate(ocd = UpgradeConfiguration.class)
public final class UpgradeComponent {

    static final String PID = "org.skerry.upgrade";

    private static final Logger LOG = LoggerFactory.getLogger(UpgradeComponent.class);
    private static final String HOME = "skerry.home";
    private static final String DISTRIBUTION = "skerry.dist";

    private volatile Limits limits;
    private final Gate gate;
    private final Inbox inbox;
    private final ServiceRegistration<Upgrades> registration;

    /**
     * Opens the gate.
     *
     * @param context tells home and distribution
     * @param factory makes frameworks for trials
     * @param features reads feature files
     * @param configuration see its keys
     * @throws IOException if the set that runs cannot be read
     */
    @Activate
    public UpgradeComponent(
            BundleContext context,
            @Reference FrameworkFactory factory,
            @Reference FeatureService features,
            UpgradeConfiguration configuration)
            throws IOException {
        Path home = Path.of(property(context, HOME));
        limits = Limits.of(configuration);
        SetStore store = SetStore.of(home);
        BundleSet running = running(store);
        Shipped shipped = new Shipped(Path.of(property(context, DISTRIBUTION)), features);
        BundleContext system =
                context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getBundleContext();
        Gate.Tools tools = new Gate.Tools(
                context,
                store,
                new Intake(store, signers(home), shipped, () -> limits.maxBytes()),
                shipped,
                new Trial(factory, context, store.folder().resolve("trial")),
                new Swap(system, running, it -> store.jar(it, shipped.distribution()), () -> limits.window()),
                new Restart(context),
                new Audit(store.folder(), Clock.systemUTC(), () -> limits.auditBytes()),
                () -> limits);
        gate = new Gate(tools, Clock.systemUTC());
        inbox = new Inbox(home.resolve("deploy"), gate, Clock.systemUTC());
        registration = context.registerService(Upgrades.class, gate, new Hashtable<>());
        gate.judge().whenComplete((report, failure) -> {
            if (failure != null) {
                LOG.error("The new set of bundles does not work: {}", failure.getMessage());
            }
        });
        take(limits);
    }

    /** The configuration changed; what is under way goes on. */
    @Modified
    void modified(UpgradeConfiguration configuration) {
        take(Limits.of(configuration));
    }

    private void take(Limits now) {
        limits = now;
        if (now.allowUnsigned()) {
            LOG.warn(
                    "Files that nobody has signed are taken: 'allow.unsigned' is set in etc/{}.cfg. Whoever can have this node"
                            + " deploy a file can run code in it",
                    PID);
        }
        inbox.open(now.poll());
    }

    private static BundleSet running(SetStore store) throws IOException {
        return store.trying().isPresent()
                ? store.set(store.trying().getAsLong())
                : store.current()
                        .orElseThrow(() -> new IOException("no set of bundles is in force in " + store.folder()));
    }

    private Intake.Signers signers(Path home) {
        Path folder = Publishers.folder(home);
        return new Intake.Signers() {
            @Override
            public Optional<String> check(String name, String sha256, Optional<String> signature)
                    throws RefusedException {
                try {
                    return Optional.of(publishers(folder).check(name, Hex.decode(sha256), signature));
                } catch (UntrustedException e) {
                    if (limits.allowUnsigned() && e.reason() == UntrustedException.Reason.UNSIGNED) {
                        LOG.warn("{} is taken though nobody has signed it, as 'allow.unsigned' is set", name);
                        return Optional.empty();
                    }
                    throw new RefusedException(e.getMessage(), e);
                }
            }

            @Override
            public boolean revoked(String fingerprint) throws RefusedException {
                return publishers(folder).revoked(fingerprint);
            }
        };
    }

    /** Read anew each time: a key may just have been revoked. */
    private static Publishers publishers(Path folder) throws RefusedException {
        try {
            return Publishers.read(folder);
        } catch (IOException e) {
            throw new RefusedException("it cannot be told whom this node trusts: " + e.getMessage(), e);
        }
    }

    private static String property(BundleContext context, String key) {
        String value = context.getProperty(key);
        if (value == null) {
            throw new IllegalStateException("the framework property " + key + " is not set");
        }
        return value;
    }

    @Deactivate
    void close() {
        inbox.close();
        registration.unregister();
        gate.close();
    }
}
