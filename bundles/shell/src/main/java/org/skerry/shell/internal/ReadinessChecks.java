// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.skerry.api.admin.Readiness;

/**
 * Shows what each part says of its readiness as a Felix health check with the tags {@code skerry} and {@code ready}, so
 * that {@code hc:exec ready} and whatever watches a node see it.
 */
@Component(
        name = "org.skerry.shell.readiness",
        configurationPid = "org.skerry.shell.readiness",
        immediate = true,
        service = {})
public final class ReadinessChecks {

    private final BundleContext context;
    private final Map<ServiceReference<Readiness>, ServiceRegistration<HealthCheck>> checks = new ConcurrentHashMap<>();

    /** Begins with none. */
    @Activate
    public ReadinessChecks(BundleContext context) {
        this.context = context;
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindReadiness(ServiceReference<Readiness> reference, Readiness readiness) {
        Bundle owner = reference.getBundle();
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(HealthCheck.NAME, owner == null ? "skerry" : owner.getSymbolicName());
        properties.put(HealthCheck.TAGS, new String[] {"skerry", "ready"});
        checks.put(reference, context.registerService(HealthCheck.class, () -> result(readiness), properties));
    }

    void unbindReadiness(ServiceReference<Readiness> reference) {
        ServiceRegistration<HealthCheck> check = checks.remove(reference);
        if (check != null) {
            check.unregister();
        }
    }

    @Deactivate
    void close() {
        checks.keySet().forEach(this::unbindReadiness);
    }

    static Result result(Readiness readiness) {
        FormattingResultLog log = new FormattingResultLog();
        for (Readiness.Finding finding : Parts.findings(readiness)) {
            if (finding.ready()) {
                log.info("{}: {}", finding.name(), finding.message());
            } else {
                log.temporarilyUnavailable("{}: {}", finding.name(), finding.message());
            }
        }
        return new Result(log);
    }
}
