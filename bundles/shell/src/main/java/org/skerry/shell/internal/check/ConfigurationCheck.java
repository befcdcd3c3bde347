// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.check;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.metatype.MetaTypeService;
import org.skerry.api.admin.Readiness;
import org.skerry.shell.internal.check.ConfigurationReport.Mistake;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for mistakes in the configuration; what it finds is part of the node's readiness, at most a second old. */
public final class ConfigurationCheck implements Readiness {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationCheck.class);
    private static final long FRESH_NANOS = 1_000_000_000L;

    private final Path etc;
    private final Supplier<Optional<MetaTypeService>> metatype;
    private final Supplier<Optional<ServiceComponentRuntime>> components;
    private final Supplier<List<Bundle>> bundles;
    private volatile Looked looked;
    private Set<String> told = Set.of();

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
        Map<String, String> failures =
                components.get().map(ComponentFailures::of).orElse(Map.of());
        ConfigurationReport files = metatype.get()
                .map(it -> ConfigurationFiles.check(etc, Definitions.of(it, bundles.get()), failures.keySet()))
                .orElse(ConfigurationReport.CLEAN);
        List<Mistake> errors = new ArrayList<>(files.errors());
        failures.forEach((component, said) -> {
            // What a file is blamed for is not said twice.
            if (files.errors().stream().noneMatch(it -> it.component().equals(component))) {
                errors.add(new Mistake(component, said, component + " stands still until it is mended"));
            }
        });
        ConfigurationReport report = new ConfigurationReport(errors, files.warnings());
        looked = new Looked(System.nanoTime(), report);
        return report;
    }

    /**
     * Logs what is wrong now and was not when this was called last. Not to be called by two threads at a time.
     *
     * @return whether something is wrong
     */
    public boolean tell() {
        ConfigurationReport report = look();
        Set<String> wrong = new LinkedHashSet<>();
        report.errors().stream().map(Mistake::inFull).forEach(wrong::add);
        wrong.stream().filter(it -> !told.contains(it)).forEach(LOG::error);
        report.warnings().stream().filter(it -> !told.contains(it)).forEach(LOG::warn);
        wrong.addAll(report.warnings());
        if (wrong.isEmpty() && !told.isEmpty()) {
            LOG.info("The configuration has no mistakes any more");
        }
        told = wrong;
        return !wrong.isEmpty();
    }

    @Override
    public List<Finding> findings() {
        Looked last = looked;
        ConfigurationReport report =
                last != null && System.nanoTime() - last.at() < FRESH_NANOS ? last.report() : look();
        List<String> wrong = new ArrayList<>();
        report.errors().forEach(it -> wrong.add(it.inFull()));
        if (wrong.isEmpty()) {
            wrong.addAll(report.warnings());
        }
        return List.of(new Finding(
                "configuration",
                report.errors().isEmpty(),
                wrong.isEmpty() ? "no mistakes" : String.join("; ", wrong)));
    }
}
