// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.service.metatype.MetaTypeService;

/** Gathers what all bundles say of their configuration (OSGi Compendium 8.1, chapter 105). */
final class Definitions {

    private Definitions() {}

    /**
     * Asks the bundles.
     *
     * @param service reads their metatype resources
     * @param bundles whom to ask
     * @return for each PID, or factory PID, its keys
     */
    static Map<String, Map<String, Definition>> of(MetaTypeService service, List<Bundle> bundles) {
        Map<String, Map<String, Definition>> out = new HashMap<>();
        Schema.of(service, bundles).forEach((pid, schema) -> {
            Map<String, Definition> keys = new HashMap<>();
            schema.keys().forEach((name, key) -> keys.put(name, key.definition()));
            out.put(pid, keys);
        });
        return out;
    }
}
