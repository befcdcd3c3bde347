// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.settings;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ReadOnlyConfigurationException;
import org.skerry.shell.internal.command.SettingException;

/** Those of the Configuration Admin (OSGi Compendium 8.1, chapter 104). What FileInstall adds to them is kept. */
final class AdminConfigurations implements Configurations {

    /** Any bundle may get them, as it may get those that FileInstall makes. */
    private static final String ANY = "?";

    private static final List<String> ADDED =
            List.of(Constants.SERVICE_PID, ConfigurationAdmin.SERVICE_FACTORYPID, "service.bundleLocation");

    private final Supplier<Optional<ConfigurationAdmin>> service;

    AdminConfigurations(Supplier<Optional<ConfigurationAdmin>> service) {
        this.service = service;
    }

    private ConfigurationAdmin admin() throws SettingException {
        return service.get()
                .orElseThrow(
                        () -> SettingException.failed("the node has no Configuration Admin; see 'skerry bundles'"));
    }

    @Override
    public List<Pid> instances(String factory) throws IOException, SettingException {
        List<Pid> out = new ArrayList<>();
        for (Configuration each : list("(" + ConfigurationAdmin.SERVICE_FACTORYPID + "=" + factory + ")")) {
            out.add(Pid.parse(each.getPid()));
        }
        return out;
    }

    @Override
    public Optional<Map<String, Object>> find(Pid pid) throws IOException, SettingException {
        for (Configuration each : list("(" + Constants.SERVICE_PID + "=" + pid.servicePid() + ")")) {
            Dictionary<String, Object> values = each.getProperties();
            if (values != null) {
                Map<String, Object> out = new TreeMap<>();
                Collections.list(values.keys()).stream()
                        .filter(key -> !ADDED.contains(key))
                        .forEach(key -> out.put(key, values.get(key)));
                return Optional.of(out);
            }
        }
        return Optional.empty();
    }

    private Configuration[] list(String filter) throws IOException, SettingException {
        try {
            Configuration[] found = admin().listConfigurations(filter);
            return found == null ? new Configuration[0] : found;
        } catch (InvalidSyntaxException e) {
            throw SettingException.senseless("not a PID: " + e.getFilter());
        }
    }

    private Configuration configuration(Pid pid) throws IOException, SettingException {
        return pid.instance().isPresent()
                ? admin().getFactoryConfiguration(pid.type(), pid.instance().get(), ANY)
                : admin().getConfiguration(pid.type(), ANY);
    }

    @Override
    public void put(Pid pid, Map<String, Object> values) throws IOException, SettingException {
        try {
            configuration(pid).updateIfDifferent(new Hashtable<>(values));
        } catch (ReadOnlyConfigurationException e) {
            throw SettingException.failed("etc/" + pid.file() + " may not be written");
        }
    }

    @Override
    public void remove(Pid pid) throws IOException, SettingException {
        configuration(pid).delete();
    }
}
