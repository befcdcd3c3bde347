// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.check;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;

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
        for (Bundle bundle : bundles) {
            MetaTypeInformation information = service.getMetaTypeInformation(bundle);
            if (information == null) {
                continue;
            }
            Map<String, Ranges.Range> ranges = Ranges.of(bundle);
            Stream.of(information.getPids(), information.getFactoryPids())
                    .flatMap(Stream::of)
                    .forEach(pid -> out.put(pid, keys(information.getObjectClassDefinition(pid, null), ranges)));
        }
        return out;
    }

    private static Map<String, Definition> keys(ObjectClassDefinition type, Map<String, Ranges.Range> ranges) {
        Map<String, Definition> out = new HashMap<>();
        AttributeDefinition[] attributes = type.getAttributeDefinitions(ObjectClassDefinition.ALL);
        if (attributes == null) {
            return out;
        }
        for (AttributeDefinition attribute : attributes) {
            Ranges.Range range =
                    ranges.getOrDefault(Ranges.key(type.getID(), attribute.getID()), Ranges.Range.UNBOUNDED);
            Set<String> options = new LinkedHashSet<>();
            if (attribute.getOptionValues() != null) {
                options.addAll(List.of(attribute.getOptionValues()));
            }
            out.put(
                    attribute.getID(),
                    new Definition(
                            attribute.getType(), attribute.getCardinality() != 0, range.min(), range.max(), options));
        }
        return out;
    }
}
