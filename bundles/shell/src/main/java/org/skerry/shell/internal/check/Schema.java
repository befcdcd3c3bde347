// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.check;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;

/**
 * What a bundle says of a PID (OSGi Compendium 8.1, chapter 105).
 *
 * @param factory whether it is that of a factory
 * @param keys by name
 */
public record Schema(boolean factory, Map<String, Key> keys) {

    /** How the description of a key ends that is read only when its component starts. */
    private static final String AT_START = "; read at start";

    /** Copies. */
    public Schema {
        keys = Map.copyOf(keys);
    }

    /**
     * A key.
     *
     * @param definition what it may hold
     * @param fallback what it holds if it is not set, elements of a list separated by commas
     * @param meaning for people
     */
    public record Key(Definition definition, String fallback, String meaning) {

        /** {@return whether it is read only when its component starts} */
        public boolean atStart() {
            return meaning.endsWith(AT_START);
        }
    }

    /**
     * Asks the bundles.
     *
     * @param service reads their metatype resources
     * @param bundles whom to ask
     * @return by PID, or factory PID
     */
    public static Map<String, Schema> of(MetaTypeService service, List<Bundle> bundles) {
        Map<String, Schema> out = new TreeMap<>();
        for (Bundle bundle : bundles) {
            MetaTypeInformation information = service.getMetaTypeInformation(bundle);
            if (information != null) {
                Map<String, Ranges.Range> ranges = Ranges.of(bundle);
                for (String pid : information.getPids()) {
                    out.put(pid, new Schema(false, keys(information.getObjectClassDefinition(pid, null), ranges)));
                }
                for (String pid : information.getFactoryPids()) {
                    out.put(pid, new Schema(true, keys(information.getObjectClassDefinition(pid, null), ranges)));
                }
            }
        }
        return out;
    }

    private static Map<String, Key> keys(ObjectClassDefinition type, Map<String, Ranges.Range> ranges) {
        Map<String, Key> out = new HashMap<>();
        AttributeDefinition[] attributes = type.getAttributeDefinitions(ObjectClassDefinition.ALL);
        for (AttributeDefinition it : attributes == null ? new AttributeDefinition[0] : attributes) {
            Ranges.Range range = ranges.getOrDefault(Ranges.key(type.getID(), it.getID()), Ranges.Range.UNBOUNDED);
            Definition definition = new Definition(
                    it.getType(), it.getCardinality() != 0, range.min(), range.max(), options(it.getOptionValues()));
            String[] fallback = it.getDefaultValue();
            String meaning = it.getDescription();
            out.put(
                    it.getID(),
                    new Key(
                            definition,
                            fallback == null ? "" : String.join(", ", fallback),
                            meaning == null ? "" : meaning));
        }
        return out;
    }

    private static Set<String> options(String[] values) {
        return values == null ? Set.of() : new LinkedHashSet<>(List.of(values));
    }
}
