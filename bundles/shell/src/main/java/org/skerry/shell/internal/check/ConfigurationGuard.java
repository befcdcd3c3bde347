// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.check;

import java.io.IOException;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.cm.ConfigurationPlugin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.MetaTypeService;

/**
 * Keeps a slip of the pen in {@code etc/*.cfg} from stopping what runs: while a value cannot be read or is out of its
 * bounds, components get what was set before; if nothing was, they get the rest, and the defaults of such values (OSGi Compendium 8.1, 104.9). What only a
 * component itself can judge still reaches it. Thread-safe.
 */
@Component(
        name = "org.skerry.shell.guard",
        configurationPolicy = ConfigurationPolicy.IGNORE,
        immediate = true,
        service = {ConfigurationPlugin.class, ConfigurationListener.class},
        property = ConfigurationPlugin.CM_RANKING + ":Integer=1")
public final class ConfigurationGuard implements ConfigurationPlugin, ConfigurationListener {

    private final Supplier<Map<String, Map<String, Definition>>> definitions;
    private final Map<String, Map<String, Object>> good = new ConcurrentHashMap<>();

    /** Begins with what is set now, as far as it is right. */
    @Activate
    public ConfigurationGuard(
            BundleContext context, @Reference MetaTypeService metatype, @Reference ConfigurationAdmin admin)
            throws IOException, InvalidSyntaxException {
        this(() -> Definitions.of(metatype, List.of(context.getBundles())));
        Map<String, Map<String, Definition>> known = definitions.get();
        Configuration[] all = admin.listConfigurations(null);
        for (Configuration each : all == null ? new Configuration[0] : all) {
            Dictionary<String, Object> values = each.getProperties();
            if (values != null && wrong(values, known).isEmpty()) {
                good.put(each.getPid(), copy(values));
            }
        }
    }

    ConfigurationGuard(Supplier<Map<String, Map<String, Definition>>> definitions) {
        this.definitions = definitions;
    }

    @Override
    public void modifyConfiguration(ServiceReference<?> target, Dictionary<String, Object> values) {
        String pid = String.valueOf(values.get(Constants.SERVICE_PID));
        Set<String> wrong = wrong(values, definitions.get());
        if (wrong.isEmpty()) {
            good.put(pid, copy(values));
            return;
        }
        boolean instanceOfFactory = values.get(ConfigurationAdmin.SERVICE_FACTORYPID) != null;
        Map<String, Object> before = good.get(pid);
        if (before != null) {
            Collections.list(values.keys()).stream()
                    .filter(key -> !key.startsWith("service."))
                    .forEach(values::remove);
            before.forEach(values::put);
        } else if (!instanceOfFactory) { // else there was no such component: it is to say that there is none
            wrong.forEach(values::remove);
        }
    }

    @Override
    public void configurationEvent(ConfigurationEvent event) {
        if (event.getType() == ConfigurationEvent.CM_DELETED) {
            good.remove(event.getPid());
        }
    }

    /** The keys whose values cannot be read or are out of their bounds. */
    private static Set<String> wrong(Dictionary<String, Object> values, Map<String, Map<String, Definition>> known) {
        Object factory = values.get(ConfigurationAdmin.SERVICE_FACTORYPID);
        Object pid = factory == null ? values.get(Constants.SERVICE_PID) : factory;
        Map<String, Definition> keys = known.getOrDefault(String.valueOf(pid), Map.of());
        return keys.entrySet().stream()
                .filter(key -> values.get(key.getKey()) instanceof String text
                        && key.getValue().complaint(text).isPresent())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Map<String, Object> copy(Dictionary<String, Object> values) {
        Map<String, Object> out = new HashMap<>();
        Collections.list(values.keys()).forEach(key -> out.put(key, values.get(key)));
        return out;
    }
}
