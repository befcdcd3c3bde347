// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.log.LogReaderService;
import org.osgi.service.metatype.MetaTypeService;
import org.skerry.api.Skerry;
import org.skerry.api.admin.Readiness;
import org.skerry.api.admin.Upgrades;
import org.skerry.api.admin.Upkeep;
import org.skerry.base.loop.ThreadWorkers;
import org.skerry.base.loop.Workers;
import org.skerry.shell.internal.check.ConfigurationCheck;
import org.skerry.shell.internal.check.ConfigurationReport;
import org.skerry.shell.internal.check.Schema;
import org.skerry.shell.internal.command.Node;
import org.skerry.shell.internal.command.Settings;
import org.skerry.shell.internal.settings.ConfiguredSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The services of the node as they come and go, and its bundles. Thread-safe. */
final class Parts implements Node {

    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

    private final BundleContext context;
    private final Path home;
    private final Instant startedAt = Instant.now();
    private final Map<ServiceReference<Readiness>, Readiness> readiness = new ConcurrentHashMap<>();
    private final List<Upkeep> upkeeps = new CopyOnWriteArrayList<>();
    private final ConfigurationCheck check;
    private final Workers editor = new ThreadWorkers(
            "skerry-shell-settings", 1, thrown -> LOG.warn("A change of the configuration failed", thrown));
    private final Settings settings;
    private volatile Skerry skerry;
    private volatile Upgrades upgrades;
    private volatile MetaTypeService metatype;
    private volatile ServiceComponentRuntime components;
    private volatile ConfigurationAdmin admin;
    private volatile LogReaderService log;

    Parts(BundleContext context, Path home) {
        this.context = context;
        this.home = home;
        this.check = new ConfigurationCheck(
                home.resolve("etc"),
                () -> Optional.ofNullable(metatype),
                () -> Optional.ofNullable(components),
                () -> List.of(context.getBundles()));
        this.settings = ConfiguredSettings.of(
                ShellComponent.PID,
                home.resolve("etc"),
                this::schemas,
                () -> Optional.ofNullable(admin),
                () -> Optional.ofNullable(components),
                () -> Optional.ofNullable(log),
                editor);
    }

    private Map<String, Schema> schemas() {
        MetaTypeService service = metatype;
        return service == null ? Map.of() : Schema.of(service, List.of(context.getBundles()));
    }

    /** Ends what is being changed, within 100 ms. */
    void close() {
        editor.close();
    }

    ConfigurationCheck check() {
        return check;
    }

    void skerry(Skerry now) {
        skerry = now;
    }

    void skerryLeft(Skerry left) {
        if (skerry == left) {
            skerry = null;
        }
    }

    void upgrades(Upgrades now) {
        upgrades = now;
    }

    void upgradesLeft(Upgrades left) {
        if (upgrades == left) {
            upgrades = null;
        }
    }

    void metatype(MetaTypeService now) {
        metatype = now;
    }

    void components(ServiceComponentRuntime now) {
        components = now;
    }

    void admin(ConfigurationAdmin now) {
        admin = now;
    }

    void log(LogReaderService now) {
        log = now;
    }

    void readiness(ServiceReference<Readiness> reference, Readiness service) {
        readiness.put(reference, service);
    }

    void readinessLeft(ServiceReference<Readiness> reference) {
        readiness.remove(reference);
    }

    void upkeep(Upkeep service) {
        upkeeps.add(service);
    }

    void upkeepLeft(Upkeep service) {
        upkeeps.remove(service);
    }

    @Override
    public List<Upkeep> upkeeps() {
        return List.copyOf(upkeeps);
    }

    @Override
    public Optional<Upgrades> upgrades() {
        return Optional.ofNullable(upgrades);
    }

    @Override
    public Optional<Skerry> skerry() {
        return Optional.ofNullable(skerry);
    }

    @Override
    public List<PartFinding> findings() {
        List<PartFinding> out = new ArrayList<>();
        readiness.forEach((reference, service) -> {
            Bundle owner = reference.getBundle();
            String part = owner == null ? "" : owner.getSymbolicName();
            findings(service).forEach(finding -> out.add(new PartFinding(part, finding)));
        });
        if (skerry == null) {
            out.add(new PartFinding(
                    "org.skerry.exchange",
                    new Readiness.Finding("exchange", false, "bundle org.skerry.exchange gives no service")));
        }
        out.sort(Comparator.comparing(PartFinding::part)
                .thenComparing(it -> it.finding().name()));
        return out;
    }

    static List<Readiness.Finding> findings(Readiness service) {
        try {
            return service.findings();
        } catch (RuntimeException e) {
            return List.of(new Readiness.Finding("readiness", false, "cannot be told: " + e));
        }
    }

    @Override
    public List<BundleState> bundles() {
        return Stream.of(context.getBundles())
                .map(it -> new BundleState(
                        it.getBundleId(),
                        String.valueOf(it.getSymbolicName()),
                        text(it.getVersion()),
                        state(it.getState())))
                .toList();
    }

    /** As Maven, and everybody but OSGi, writes it. */
    static String text(Version version) {
        return version.toString().replaceFirst("\\.SNAPSHOT$", "-SNAPSHOT");
    }

    private static String state(int state) {
        return switch (state) {
            case Bundle.ACTIVE -> "active";
            case Bundle.RESOLVED -> "resolved";
            case Bundle.INSTALLED -> "installed";
            case Bundle.STARTING -> "starting";
            case Bundle.STOPPING -> "stopping";
            default -> String.format(Locale.ROOT, "state %d", state);
        };
    }

    @Override
    public ConfigurationReport configuration() {
        return check.look();
    }

    @Override
    public Settings settings() {
        return settings;
    }

    @Override
    public Path home() {
        return home;
    }

    @Override
    public Instant startedAt() {
        return startedAt;
    }

    @Override
    public String version() {
        return text(context.getBundle().getVersion());
    }

    @Override
    public void stop() {
        Bundle framework = context.getBundle(0);
        // The framework's stop returns at once and goes on in a thread of its own.
        try {
            framework.stop();
        } catch (BundleException e) {
            LOG.error("The framework does not stop", e);
        }
    }
}
