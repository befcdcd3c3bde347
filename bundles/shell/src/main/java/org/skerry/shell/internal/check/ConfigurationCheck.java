// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.check;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.metatype.MetaTypeService;
import org.skerry.api.admin.Readiness;

/** Looks for mistakes in the configuration, at most once a second; what it finds is part of the node's readiness. */
public final class ConfigurationCheck implements Readiness {

    private static final long FRESH_NANOS = 1_000_000_000L;

    private final Path etc;
    private final Supplier<Optional<MetaTypeService>> metatype;
    private final Supplier<Optional<ServiceComponentRuntime>> components;
    private final Supplier<List<Bundle>> bundles;
    private volatile Looked looked;

    private record Looked(long at, ConfigurationReport report) {}

    /**
     * Made once for a node.
     *
     * @param etc folder of the files
     * @param metatype reads definitions, if there
     * @param components tells which components failed, if there
     * @param bundles who may define configuration
     */
    public ConfigurationCheck(
            Path etc,
            Supplier<Optional<MetaTypeService>> metatype,
            Supplier<Optional<ServiceComponentRuntime>> components,
            Supplier<List<Bundle>> bundles) {
        this.etc = etc;
        this.metatype = metatype;
        this.components = components;
        this.bundles = bundles;
    }

    /** {@return what is wrong now} */
    public ConfigurationReport look() {
        ConfigurationReport files = metatype.get()
                .map(service -> ConfigurationFiles.check(etc, Definitions.of(service, bundles.get())))
                .orElse(ConfigurationReport.CLEAN);
        List<String> errors = new ArrayList<>(files.errors());
        components
                .get()
                .ifPresent(runtime -> ComponentFailures.of(runtime).forEach((component, said) -> {
                    // What a file is blamed for is not said twice.
                    if (files.errors().stream().noneMatch(it -> it.startsWith("etc/" + component + "."))) {
                        errors.add(said);
                    }
                }));
        ConfigurationReport report = new ConfigurationReport(errors, files.warnings());
        looked = new Looked(System.nanoTime(), report);
        return report;
    }

    @Override
    public List<Finding> findings() {
        Looked last = looked;
        ConfigurationReport report =
                last != null && System.nanoTime() - last.at() < FRESH_NANOS ? last.report() : look();
        boolean ready = report.errors().isEmpty();
        return List.of(new Finding("configuration", ready, ready ? "no mistakes" : String.join("; ", report.errors())));
    }
}
