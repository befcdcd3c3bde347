// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Dictionary;
import java.util.Hashtable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.log.LogReaderService;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.annotations.Designate;
import org.skerry.api.Skerry;
import org.skerry.api.admin.Readiness;
import org.skerry.api.admin.Upgrades;
import org.skerry.api.admin.Upkeep;
import org.skerry.base.loop.Cancellable;
import org.skerry.base.loop.ThreadLoop;
import org.skerry.shell.internal.command.Commands;
import org.skerry.shell.internal.command.WithSkerry;
import org.skerry.shell.internal.control.ControlLimits;
import org.skerry.shell.internal.control.ControlServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the control socket in the node's home, and offers the same commands to Gogo. */
@Component(
        name = ShellComponent.PID,
        configurationPid = ShellComponent.PID,
        immediate = true,
        service = {})
@Designate(ocd = ShellConfiguration.class)
public final class ShellComponent {

    static final String PID = "org.skerry.shell";

    private static final Logger LOG = LoggerFactory.getLogger(ShellComponent.class);
    private static final String HOME = "skerry.home";
    private static final Duration SETTLED = Duration.ofSeconds(1);
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final Parts parts;
    private final ThreadLoop loop;
    private final Commands commands;
    private final ControlServer server;
    private final ServiceRegistration<Readiness> check;
    private final ServiceRegistration<ConfigurationListener> changes;
    private final ServiceRegistration<GogoCommands> gogo;
    private Cancellable again = () -> {};

    /**
     * Opens the socket.
     *
     * @param context tells the home
     * @param configuration see its keys
     * @throws IOException with a message for people, if the socket cannot be made
     */
    @Activate
    public ShellComponent(BundleContext context, ShellConfiguration configuration) throws IOException {
        String folder = context.getProperty(HOME);
        if (folder == null) {
            throw new IllegalStateException("the framework property " + HOME + " is not set");
        }
        Path home = Path.of(folder);
        ControlLimits limits = limits(configuration);
        Duration patience = Duration.ofSeconds(inRange("patience.s", configuration.patience_s(), 0, 600));
        parts = new Parts(context, home);
        loop = new ThreadLoop("skerry-shell", thrown -> LOG.warn("A command failed", thrown));
        commands = new Commands(parts, loop, new WithSkerry(parts, loop, patience));
        server = open(home, limits);
        check = context.registerService(Readiness.class, parts.check(), new Hashtable<>());
        changes = context.registerService(ConfigurationListener.class, event -> tellSoon(), new Hashtable<>());
        tellSoon();
        gogo = context.registerService(GogoCommands.class, new GogoCommands(commands), gogoProperties());
    }

    /** After the components had time to take up, or refuse, what has changed. */
    private void tellSoon() {
        loop.schedule(SETTLED, this::tell);
    }

    /** A file may be mended before what it said was taken up: then nothing changes but the file. */
    private void tell() {
        again.cancel();
        if (parts.check().tell()) {
            again = loop.schedule(AGAIN, this::tell);
        }
    }

    private ControlServer open(Path home, ControlLimits limits) throws IOException {
        boolean open = false;
        try {
            ControlServer server = new ControlServer(home.resolve("control.sock"), limits, commands);
            open = true;
            return server;
        } finally {
            if (!open) {
                parts.close();
                loop.close();
            }
        }
    }

    private static ControlLimits limits(ShellConfiguration it) {
        return new ControlLimits(
                inRange("max.connections", it.max_connections(), 1, 1024),
                inRange("max.request.bytes", it.max_request_bytes(), 4096, 16 << 20),
                inRange("max.pending.bytes", it.max_pending_bytes(), 65536, 64 << 20),
                Duration.ofSeconds(inRange("request.timeout.s", it.request_timeout_s(), 1, 3600)));
    }

    private static int inRange(String key, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(PID + ": " + value + " is not within " + min + " to " + max
                    + "; correct '" + key + "' in etc/" + PID + ".cfg");
        }
        return value;
    }

    private static Dictionary<String, Object> gogoProperties() {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put("osgi.command.scope", "skerry");
        properties.put("osgi.command.function", GogoCommands.FUNCTIONS);
        return properties;
    }

    @Deactivate
    void close() {
        gogo.unregister();
        commands.close();
        changes.unregister();
        check.unregister();
        server.close();
        parts.close();
        loop.close();
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindSkerry(Skerry skerry) {
        parts.skerry(skerry);
    }

    void unbindSkerry(Skerry skerry) {
        parts.skerryLeft(skerry);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindReadiness(ServiceReference<Readiness> reference, Readiness readiness) {
        parts.readiness(reference, readiness);
    }

    void unbindReadiness(ServiceReference<Readiness> reference) {
        parts.readinessLeft(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindUpkeep(Upkeep upkeep) {
        parts.upkeep(upkeep);
    }

    void unbindUpkeep(Upkeep upkeep) {
        parts.upkeepLeft(upkeep);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindUpgrades(Upgrades upgrades) {
        parts.upgrades(upgrades);
    }

    void unbindUpgrades(Upgrades upgrades) {
        parts.upgradesLeft(upgrades);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindMetatype(MetaTypeService metatype) {
        parts.metatype(metatype);
    }

    void unbindMetatype(MetaTypeService metatype) {
        parts.metatype(null);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindComponents(ServiceComponentRuntime components) {
        parts.components(components);
    }

    void unbindComponents(ServiceComponentRuntime components) {
        parts.components(null);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindAdmin(ConfigurationAdmin admin) {
        parts.admin(admin);
    }

    void unbindAdmin(ConfigurationAdmin admin) {
        parts.admin(null);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindLog(LogReaderService log) {
        parts.log(log);
    }

    void unbindLog(LogReaderService log) {
        parts.log(null);
    }
}
